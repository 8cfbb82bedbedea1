// For other islands: fetches a library that is a plain script, once for all who ask, and gives what it leaves under its name.
const asked = new Map();

export const load = (address, name) => {
  if (!asked.has(address)) {
    asked.set(address, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(globalThis[name]);
      script.onerror = () => { asked.delete(address); reject(new Error(address)); }; // the line may be back when it is asked for again
      document.head.append(script);
    }));
  }
  return asked.get(address);
};
