/// Numbers and text as bytes, the same on every machine: decimals, JSON, XML, CSV, Markdown.
package scrutable.lessons.format;
