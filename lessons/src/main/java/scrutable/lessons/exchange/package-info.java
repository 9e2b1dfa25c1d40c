/// Exchange with other programs: models, images and attacked images in files that Python reads and writes.
package scrutable.lessons.exchange;
