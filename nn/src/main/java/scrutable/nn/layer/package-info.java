/// Layers: the building blocks of networks.
package scrutable.nn.layer;
