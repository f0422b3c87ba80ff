// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.measure.Profile.KernelSet;
import io.espalier.runtime.measure.Profile.Operator;
import io.espalier.runtime.measure.ProfileComparison.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Operators of one type that take longer than in another form of the model, for one reason.
 *
 * @param kernels whose run them
 * @param lost whether XNNPACK runs their twins, and not them
 */
record SlowOperators(String type, KernelSet kernels, boolean lost, List<Pair> pairs) {
    private static final int MOST_NAMED = 3;

    SlowOperators {
        pairs = List.copyOf(pairs);
    }

    /** Groups of them, the costliest first. */
    static List<SlowOperators> of(List<Pair> slower) {
        Map<String, List<Pair>> groups = new LinkedHashMap<>();
        for (Pair pair : slower) {
            Operator operator = pair.operator().orElseThrow();
            groups.computeIfAbsent(
                            operator.type()
                                    + operator.kernelSet()
                                    + isLost(pair)
                                    + pair.twin().isPresent(),
                            key -> new ArrayList<>())
                    .add(pair);
        }
        return groups.values().stream()
                .map(pairs -> {
                    Operator first = pairs.get(0).operator().orElseThrow();
                    return new SlowOperators(first.type(), first.kernelSet(), isLost(pairs.get(0)), pairs);
                })
                .sorted(Comparator.comparingDouble(SlowOperators::extraMicros).reversed())
                .toList();
    }

    private static boolean isLost(Pair pair) {
        return pair.operator().map(Operator::kernelSet).orElseThrow() == KernelSet.BUILT_IN
                && pair.twin().map(Operator::kernelSet).orElse(KernelSet.BUILT_IN) == KernelSet.XNNPACK;
    }

    private double extraMicros() {
        return pairs.stream().mapToDouble(Pair::extraMicros).sum();
    }

    /** Such as {@code 13 DEPTHWISE_CONV_2D, built-in here, XNNPACK there: 447.0 µs for 30.1 µs, 14.9 times: 'a', 'b', 'c' and 10 more}. */
    @Override
    public String toString() {
        double micros = pairs.stream().mapToDouble(Pair::micros).sum();
        double twins = pairs.stream().mapToDouble(Pair::twinMicros).sum();
        String where = pairs.get(0).twin().isEmpty()
                ? kernels.label() + ", without a twin there"
                : kernels.label() + " here, "
                        + pairs.get(0).twin().get().kernelSet().label() + " there";
        String times = twins > 0
                ? String.format(Locale.US, "%.1f \u00b5s for %.1f \u00b5s, %.1f times", micros, twins, micros / twins)
                : String.format(Locale.US, "%.1f \u00b5s", micros);
        String names = pairs.stream()
                .limit(MOST_NAMED)
                .map(pair -> "'" + name(pair) + "'")
                .collect(Collectors.joining(", "));
        String more = pairs.size() > MOST_NAMED ? " and " + (pairs.size() - MOST_NAMED) + " more" : "";
        return pairs.size() + " " + type + ", " + where + ": " + times + ": " + names + more;
    }

    /**
     * What may help.
     *
     * @param recipe that the file was made by
     */
    String advice(Recipe recipe) {
        boolean integers = recipe.takesCalibration();
        if (type.equals("QUANTIZE") || type.equals("DEQUANTIZE")) {
            return "they convert between float and integers: quantize the operators on both sides alike, or give the file"
                    + " inputs and outputs of its own type (--input-type, --output-type)";
        }
        if (integers && recipe.integers().strict()) {
            return "leave out --strict: int8 then keeps such operators in float where that is quicker; a microcontroller or an"
                    + " int8 accelerator takes integers only, and this latency is not its own";
        }
        String why = lost ? "XNNPACK does not take them in this form; " : "";
        String method = integers ? "none" : "weight_only_int8";
        String effect = integers ? "leaves them all in float" : "keeps their small weights and computes in float";
        String kept = pairs.stream()
                .limit(MOST_NAMED)
                .map(pair -> "'" + name(pair).replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        return why + "in a recipe file, rules: [{operator: " + type + ", quantize: " + method + "}] " + effect
                + ", keep_float: [" + kept + (pairs.size() > MOST_NAMED ? ", ..." : "")
                + "] leaves single ones in float";
    }

    // Names of fused layers are joined by semicolons; each is a name that recipes take.
    private static String name(Pair pair) {
        String name = pair.operator().orElseThrow().name();
        return name.contains(";") ? name.substring(0, name.indexOf(';')) : name;
    }
}
