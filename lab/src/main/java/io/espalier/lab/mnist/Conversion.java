// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.lite.BoundaryType;
import io.espalier.lite.recipe.Recipe;
import java.util.List;

/** A .tflite file that the lab makes of the baseline. */
record Conversion(String fileName, Recipe recipe) {
    static final List<Conversion> ALL = List.of(
            new Conversion("float.tflite", Recipe.named("none")),
            new Conversion("float16.tflite", Recipe.named("float16")),
            new Conversion("dynamic.tflite", Recipe.named("dynamic")),
            new Conversion(
                    "int8.tflite",
                    Recipe.named("int8").withInputType(BoundaryType.INT8).withOutputType(BoundaryType.INT8)),
            new Conversion("int16x8.tflite", Recipe.named("int16x8")));
}
