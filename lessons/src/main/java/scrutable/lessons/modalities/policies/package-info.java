/// L24: a player of games sees each frame slightly changed. The method is in [PoliciesExperiment].
package scrutable.lessons.modalities.policies;
