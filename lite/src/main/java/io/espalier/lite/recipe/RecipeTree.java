// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.quantize.improve.Improvements;
import io.espalier.lite.quantize.integer.IntegerSettings;
import java.math.BigDecimal;
import java.util.Locale;

/** A recipe with every default filled in, by the keys of {@link RecipeDocument}. What is off and has no value that says so is left out. */
final class RecipeTree {
    private RecipeTree() {}

    static ObjectNode of(Recipe recipe) {
        WeightOptions weights = recipe.weights();
        IntegerSettings integers = recipe.integers();
        Improvements improvements = recipe.improvements();
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("quantize", recipe.method().id());
        tree.put("granularity", weights.granularity().name().toLowerCase(Locale.ROOT));
        tree.put("least_elements", weights.leastElements());
        tree.put("input_type", integers.inputType().toString());
        tree.put("output_type", integers.outputType().toString());
        tree.put("strict", integers.strict());
        tree.put("calibration", integers.calibration().id());
        tree.put("equalize", improvements.equalize());
        tree.put("rounding", improvements.rounding().toString());
        tree.put("bias_correction", improvements.biasCorrection());
        recipe.sparse().ifPresent(share -> tree.put("sparse", plain(share)));
        tree.put("portable", weights.portable());
        tree.put("strip", recipe.strip());
        if (!recipe.rules().isEmpty()) {
            ArrayNode rules = tree.putArray("rules");
            for (Rule rule : recipe.rules()) {
                ObjectNode entry = rules.addObject();
                rule.tensor().ifPresent(tensor -> entry.put("tensor", tensor));
                rule.operator().ifPresent(operator -> entry.put("operator", operator.name()));
                entry.put("quantize", rule.method().id());
            }
        }
        return tree;
    }

    // As people write it: 0.0005, not 5.0E-4.
    private static BigDecimal plain(double share) {
        return new BigDecimal(
                new BigDecimal(Double.toString(share)).stripTrailingZeros().toPlainString());
    }
}
