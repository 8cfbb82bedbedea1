create schema exchange;
