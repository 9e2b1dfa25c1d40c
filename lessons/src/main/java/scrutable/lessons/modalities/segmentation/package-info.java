/// L25: attacks on a network that says of every pixel what it shows. The method is in [SegmentationExperiment].
package scrutable.lessons.modalities.segmentation;
