/// Where lessons get their data: procedural by default, real ones with `--data`.
package scrutable.lessons.data;
