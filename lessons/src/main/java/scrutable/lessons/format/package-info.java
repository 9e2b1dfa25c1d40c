/// Numbers and text as bytes, the same on every machine: decimals, XML, CSV, Markdown.
package scrutable.lessons.format;
