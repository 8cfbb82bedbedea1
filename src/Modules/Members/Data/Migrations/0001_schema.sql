create schema members;
