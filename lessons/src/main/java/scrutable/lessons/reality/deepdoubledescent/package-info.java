/// L08: double descent of trained networks, in width and in time. The method is in [DeepDoubleDescentExperiment].
package scrutable.lessons.reality.deepdoubledescent;
