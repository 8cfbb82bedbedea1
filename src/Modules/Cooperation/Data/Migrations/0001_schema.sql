create schema cooperation;
