import './locale'
import './look/tokens.css'
import './look/base.css'
import { begun } from './start'

import { mount } from 'svelte'

import App from './App.svelte'

await begun
const target = document.getElementById('app')
if (target) mount(App, { target })
