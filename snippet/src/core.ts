import { start } from './start.ts';
import { stub } from './stub.ts';

start();
stub();
