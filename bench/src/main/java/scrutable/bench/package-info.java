/// JMH benchmarks: the kernel ladder and the training steps.
package scrutable.bench;
