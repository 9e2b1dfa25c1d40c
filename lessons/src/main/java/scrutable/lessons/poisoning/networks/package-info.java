/// A program beside lesson L42: networks of several kinds, poisoned by pictures without labels.
package scrutable.lessons.poisoning.networks;
