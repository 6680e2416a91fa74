import 'cookieconsent/build/cookieconsent.min.js';
import 'cookieconsent/build/cookieconsent.min.css';

window.cookieconsent.initialise({ type: 'opt-out', content: { message: 'Do not sell or share', deny: 'Opt out' } });
