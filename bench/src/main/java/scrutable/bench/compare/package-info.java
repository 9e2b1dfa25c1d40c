/// Ours beside other libraries: the same work, interleaved, with a canary, and the table of ratios.
package scrutable.bench.compare;
