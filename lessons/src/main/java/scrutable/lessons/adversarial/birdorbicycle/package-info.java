/// L18: a contest between a defender who may abstain and attackers who may show any picture. The method is in
/// [BirdOrBicycleExperiment].
package scrutable.lessons.adversarial.birdorbicycle;
