// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierVersion;
import io.espalier.base.internal.JsonTree;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.recipe.Recipe;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a conversion.
 *
 * @param calibration what was calibrated with
 * @param bytesBefore of the source
 * @param bytesInFloat what the target would take in float; empty where the source is that
 * @param bytes of the target
 * @param isDryRun whether it was not written
 */
record ConversionReport(
        String verb,
        Path source,
        Path target,
        Recipe recipe,
        Optional<String> calibration,
        Quantized quantized,
        long bytesBefore,
        OptionalLong bytesInFloat,
        long bytes,
        boolean isDryRun,
        double seconds) {
    private static final int MOST_NAMED = 5;

    /**
     * For people: what is to be known, and what was done.
     *
     * @param chosenFloats outputs of operators that a search left in float, which is no surprise
     */
    void say(Terminal terminal, Set<String> chosenFloats) {
        quantized.notes().forEach(terminal::note);
        quantized.nonFinite().forEach(found -> terminal.note(found + "; the range ignores them"));
        if (recipe.takesCalibration()) {
            sayWhatStaysInFloat(quantized.plan(), chosenFloats, terminal.err());
        }
        terminal.done(
                doneWhat(),
                String.format(
                        Locale.US,
                        isDryRun
                                ? "%s (%,d bytes) would become %s (%s); took %.1f s, nothing was written"
                                : "%s (%,d bytes) to %s (%s) in %.1f s",
                        source,
                        bytesBefore,
                        target,
                        sizes(),
                        seconds));
        if (recipe.quantizes()) {
            terminal.done("", changed());
        } else if (verb.equals("quantize") && !quantized.plan().operators().isEmpty()) {
            terminal.done("", "no operator quantized: '" + recipe + "' only optimizes the graph");
        }
    }

    private String doneWhat() {
        if (isDryRun) {
            return "Dry run";
        }
        if (verb.equals("convert")) {
            return "Converted";
        }
        if (quantized.plan().operators().isEmpty()) {
            return "Written";
        }
        return recipe.quantizes() ? "Quantized" : "Optimized";
    }

    private String sizes() {
        String plain = String.format(Locale.US, "%,d bytes", bytes);
        if (quantized.plan().quantizedOperators() == 0) {
            return plain;
        }
        long before = bytesInFloat.orElse(bytesBefore);
        String share = String.format(Locale.US, "%s, %.1f%%", plain, 100.0 * bytes / before);
        return bytesInFloat.isPresent() ? String.format(Locale.US, "%s of the float size, %,d", share, before) : share;
    }

    private String changed() {
        List<OperatorDecision> all = quantized.plan().operators();
        int count = quantized.plan().quantizedOperators();
        long others = all.stream()
                .filter(operator -> operator.arithmetic() == Arithmetic.UNTOUCHED)
                .count();
        String numbers = String.format(Locale.US, "%,d of %,d operators quantized", count, all.size() - others);
        if (count == 0) {
            return numbers + "; " + why(all);
        }
        return others == 0
                ? numbers
                : String.format(Locale.US, "%s; %,d more %s no floats", numbers, others, others == 1 ? "has" : "have");
    }

    /** The reasons that operators stayed as they are for, the most frequent first. */
    private static String why(List<OperatorDecision> operators) {
        Map<String, Long> reasons = operators.stream()
                .map(OperatorDecision::reason)
                .filter(reason -> !reason.isEmpty())
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
        if (reasons.isEmpty()) {
            return "the model has no float operators";
        }
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_NAMED)
                .map(reason ->
                        reason.getValue() + (reason.getValue() == 1 ? " operator: " : " operators: ") + reason.getKey())
                .collect(Collectors.joining("; "));
    }

    private static void sayWhatStaysInFloat(QuantizationPlan plan, Set<String> chosen, PrintStream err) {
        List<OperatorDecision> inFloat = plan.floatOperators().stream()
                .filter(operator -> !chosen.contains(operator.output()))
                .toList();
        if (inFloat.isEmpty()) {
            return;
        }
        err.printf(
                Locale.US,
                "Note: %d of %d operators stay in float%n",
                inFloat.size(),
                plan.operators().size());
        inFloat.stream()
                .limit(MOST_NAMED)
                .forEach(operator -> err.printf(
                        Locale.US, "      %s '%s': %s%n", operator.operator(), operator.output(), operator.reason()));
        if (inFloat.size() > MOST_NAMED) {
            err.printf(Locale.US, "      and %d more; --plan lists all%n", inFloat.size() - MOST_NAMED);
        }
    }

    /** A recipe with every default filled in, by its keys. */
    static JsonNode tree(Recipe recipe) {
        try {
            return JsonTree.parse(recipe.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe is written as JSON", e);
        }
    }

    /** The same for programs, with the plan. */
    ObjectNode toJson() {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("espalier", EspalierVersion.current());
        json.put("model", source.toString());
        json.put("output", target.toString());
        json.put("recipe", recipe.toString());
        json.set("effectiveRecipe", tree(recipe));
        if (isDryRun) {
            json.put("dryRun", true);
        }
        calibration.ifPresent(data -> json.put("calibration", data));
        json.put("bytesBefore", bytesBefore);
        bytesInFloat.ifPresent(inFloat -> json.put("bytesInFloat", inFloat));
        json.put("bytes", bytes);
        json.put("operators", quantized.plan().operators().size());
        json.put("quantizedOperators", quantized.plan().quantizedOperators());
        json.put("seconds", seconds);
        ArrayNode notes = json.putArray("notes");
        quantized.notes().forEach(notes::add);
        ArrayNode nonFinite = json.putArray("nonFinite");
        quantized
                .nonFinite()
                .forEach(found -> nonFinite
                        .addObject()
                        .put("tensor", found.tensor())
                        .put("firstSample", found.firstSample())
                        .put("nans", found.nans())
                        .put("infinities", found.infinities()));
        json.set("plan", quantized.plan().toJson());
        return json;
    }
}
