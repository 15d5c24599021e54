// Stands in for the native module @vscode/spdlog in the server build: same exports, in plain JavaScript, so that nothing
// has to be compiled. Without it log output channels of extensions stay empty.
"use strict";

const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const levels = ["trace", "debug", "info", "warning", "error", "critical"];

class Logger {
  #level = 2;
  #isFormatted = true;

  constructor(_type, _name, path) {
    this.path = path;
  }

  trace(message) {
    this.#write(0, message);
  }

  debug(message) {
    this.#write(1, message);
  }

  info(message) {
    this.#write(2, message);
  }

  warn(message) {
    this.#write(3, message);
  }

  error(message) {
    this.#write(4, message);
  }

  critical(message) {
    this.#write(5, message);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  setPattern() {}

  clearFormatters() {
    this.#isFormatted = false;
  }

  flush() {}

  drop() {}

  #write(level, message) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    appendFileSync(this.path, this.#isFormatted ? `${time} [${levels[level]}] ${message}\n` : message);
  }
}

async function createRotatingLogger(name, path) {
  mkdirSync(dirname(path), { recursive: true });
  return new Logger("rotating", name, path);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createRotatingLogger;
exports.createAsyncRotatingLogger = createRotatingLogger;
