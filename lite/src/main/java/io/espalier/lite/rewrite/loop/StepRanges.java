// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.loop;

import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ranges of activations that are the same in all steps of a recurrent layer, so that a loop can compute the steps with one scale for each tensor. */
public final class StepRanges {
    private StepRanges() {}

    /** The ranges, each of a step as wide as those of all steps together, and of what the first of them takes. */
    public static TensorRanges joined(Subgraph floats, TensorRanges ranges) {
        Map<String, ValueRange> joined = new LinkedHashMap<>(ranges.byName());
        for (Steps steps : new StepFinder(floats, false).atLeast(StepsAsLoop.LEAST_STEPS)) {
            for (int operator = 0; operator < steps.length(); operator++) {
                int outputs = floats.operators()
                        .get(steps.first() + operator)
                        .outputs()
                        .size();
                for (int output = 0; output < outputs; output++) {
                    join(tensors(floats, steps, new Operand.Place(operator, output)), joined);
                }
            }
        }
        return new TensorRanges(joined);
    }

    private static List<String> tensors(Subgraph floats, Steps steps, Operand.Place place) {
        List<String> names = new ArrayList<>();
        Optional.ofNullable(steps.starts().get(place))
                .map(floats::tensor)
                .filter(start -> !start.isConstant())
                .map(Tensor::name)
                .ifPresent(names::add);
        for (int step = 0; step < steps.count(); step++) {
            int operator = steps.first() + step * steps.length() + place.operator();
            names.add(floats.tensor(floats.operators().get(operator).outputs().get(place.output()))
                    .name());
        }
        return names;
    }

    private static void join(List<String> names, Map<String, ValueRange> ranges) {
        names.stream()
                .filter(ranges::containsKey)
                .map(ranges::get)
                .reduce(ValueRange::union)
                .ifPresent(all -> names.forEach(name -> ranges.put(name, all)));
    }
}
