// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.recipe.Quantized;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.EspalierVersion;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a conversion.
 *
 * @param calibration what was calibrated with
 * @param bytesBefore of the source
 * @param bytes of the target
 */
record ConversionReport(
        String verb,
        Path source,
        Path target,
        Recipe recipe,
        Optional<String> calibration,
        Quantized quantized,
        long bytesBefore,
        long bytes,
        double seconds) {
    private static final int MOST_NAMED = 5;

    /** For people: what is to be known, and what was done. */
    void say(Terminal terminal) {
        quantized.nonFinite().forEach(found -> terminal.note(found + "; they were left out of its range"));
        quantized.plan().ifPresent(plan -> sayWhatStaysInFloat(plan, terminal.err()));
        terminal.done(
                verb.equals("convert") ? "Converted" : "Quantized",
                String.format(
                        Locale.ROOT,
                        "%s (%,d bytes) to %s (%,d bytes, %.1f%%)  in %.1f s",
                        source,
                        bytesBefore,
                        target,
                        bytes,
                        100.0 * bytes / bytesBefore,
                        seconds));
    }

    private static void sayWhatStaysInFloat(QuantizationPlan plan, PrintStream err) {
        List<OperatorDecision> inFloat = plan.floatOperators();
        if (inFloat.isEmpty()) {
            return;
        }
        err.printf(
                "Note: %d of %d operators stay in float%n",
                inFloat.size(), plan.operators().size());
        inFloat.stream()
                .limit(MOST_NAMED)
                .forEach(operator ->
                        err.printf("      %s '%s': %s%n", operator.operator(), operator.output(), operator.reason()));
        if (inFloat.size() > MOST_NAMED) {
            err.printf("      and %d more; --plan names all%n", inFloat.size() - MOST_NAMED);
        }
    }

    /** The same for programs, with the plan. */
    ObjectNode toJson() {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("espalier", EspalierVersion.current());
        json.put("model", source.toString());
        json.put("output", target.toString());
        json.put("recipe", recipe.toString());
        calibration.ifPresent(data -> json.put("calibration", data));
        json.put("bytesBefore", bytesBefore);
        json.put("bytes", bytes);
        json.put("seconds", seconds);
        ArrayNode nonFinite = json.putArray("nonFinite");
        quantized
                .nonFinite()
                .forEach(found -> nonFinite
                        .addObject()
                        .put("tensor", found.tensor())
                        .put("firstSample", found.firstSample())
                        .put("nans", found.nans())
                        .put("infinities", found.infinities()));
        quantized.plan().ifPresent(plan -> json.set("plan", plan.toJson()));
        return json;
    }
}
