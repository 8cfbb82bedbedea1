// In a frame of a viewer on another site: posts the one message of this page to that site, and to no other.
const said = name => document.querySelector(`meta[name=${name}]`).content;
parent.postMessage(JSON.parse(said("message")), said("to"));
