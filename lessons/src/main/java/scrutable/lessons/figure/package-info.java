/// Charts and picture grids as SVG: own, small, deterministic, legible on light and dark ground.
package scrutable.lessons.figure;
