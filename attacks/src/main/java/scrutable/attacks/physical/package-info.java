/// Attacks that must survive the way from the attacker to the camera: transforms, patches, stickers, poses,
/// and one change for all images.
package scrutable.attacks.physical;
