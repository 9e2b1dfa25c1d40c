/// L05: the green line and the black one, drawn by networks. The method is in [GreenBlackExperiment].
package scrutable.lessons.understood.greenblack;
