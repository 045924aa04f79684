import './style/base.css';
import './style/list.css';
import './style/incident.css';
import './style/map.css';
import { mount } from 'svelte';
import App from './App.svelte';

export default mount(App, { target: document.getElementById('page')! });
