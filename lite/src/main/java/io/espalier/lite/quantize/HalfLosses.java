// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.internal.HalfFloat;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.constant.ConstantEncoding;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Counts the numbers that float16 cannot hold: those beyond its range, which are clamped, and those so small that they become 0. */
final class HalfLosses {
    private int clamped;
    private String firstClamped = "";
    private int vanished;
    private String firstVanished = "";

    private HalfLosses() {}

    /**
     * Notes on the constants that became float16; empty if all of them fit.
     *
     * @param before the graph with these constants in float32
     * @param after the same with constants in other forms, some of them appended
     */
    static List<String> notes(Graph before, Graph after) {
        HalfLosses losses = new HalfLosses();
        for (int index = 0; index < after.subgraphs().size(); index++) {
            Subgraph stored = after.subgraphs().get(index);
            Subgraph original = before.subgraphs().get(index);
            for (int tensor = 0; tensor < stored.tensors().size(); tensor++) {
                if (stored.tensor(tensor).type() == TensorType.FLOAT16
                        && !stored.tensor(tensor).buffer().isEmpty()) {
                    original(original, stored.tensor(tensor), tensor).ifPresent(losses::add);
                }
            }
        }
        return losses.notes();
    }

    private static Optional<Tensor> original(Subgraph before, Tensor stored, int index) {
        Optional<Tensor> found = index < before.tensors().size()
                ? Optional.of(before.tensor(index))
                : before.tensors().stream()
                        .filter(tensor -> (tensor.name() + ConstantEncoding.FLOAT16.suffix()).equals(stored.name()))
                        .findFirst();
        return found.filter(tensor ->
                tensor.type() == TensorType.FLOAT32 && !tensor.buffer().isEmpty());
    }

    private void add(Tensor constant) {
        FloatBuffer values = constant.buffer().asFloats();
        for (int place = 0; place < values.limit(); place++) {
            float value = values.get(place);
            if (HalfFloat.clamps(value)) {
                firstClamped = clamped++ == 0 ? constant.name() : firstClamped;
            } else if (value != 0 && HalfFloat.value(HalfFloat.bits(value)) == 0) {
                firstVanished = vanished++ == 0 ? constant.name() : firstVanished;
            }
        }
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (clamped > 0) {
            notes.add(String.format(
                    Locale.US,
                    "%s beyond the range of float16 and became 65504 or -65504, the first in '%s'",
                    numbers(clamped),
                    firstClamped));
        }
        if (vanished > 0) {
            notes.add(String.format(
                    Locale.US,
                    "%s too small for float16 and became 0, the first in '%s'",
                    numbers(vanished),
                    firstVanished));
        }
        return List.copyOf(notes);
    }

    private static String numbers(int count) {
        return String.format(Locale.US, "%,d %s", count, count == 1 ? "number was" : "numbers were");
    }
}
