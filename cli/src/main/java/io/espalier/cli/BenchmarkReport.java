// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.runtime.measure.Benchmark.Latency;
import io.espalier.runtime.measure.Footprint;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What came of a benchmark.
 *
 * @param inputs where they come from
 */
record BenchmarkReport(
        Path model,
        Benchmark benchmark,
        Footprint footprint,
        Optional<ProfileOptions.Profiled> profile,
        int warmUp,
        String inputs) {
    /** For people. */
    String toText() {
        Latency latency = benchmark.latency();
        int threads = benchmark.options().threads();
        return String.format(
                        Locale.US,
                        "%s: median %.1f \u00b5s, p95 %.1f \u00b5s  (min %.1f, mean %.1f, max %.1f, std %.1f; %,d runs, %d thread%s, XNNPACK %s, %s)",
                        model,
                        latency.median(),
                        latency.p95(),
                        latency.min(),
                        latency.mean(),
                        latency.max(),
                        latency.standardDeviation(),
                        latency.runs(),
                        threads,
                        threads == 1 ? "" : "s",
                        benchmark.xnnpackApplied() ? "on" : "off",
                        benchmark.cpu().orElse("unknown processor"))
                + System.lineSeparator()
                + String.format(
                        Locale.US,
                        "%s: loads in %.1f ms; memory beyond the file: %s bytes loaded, %s after the first run; arena of the built-in kernels: %s bytes",
                        model,
                        footprint.loadMillis(),
                        bytes(footprint.loadedBytes()),
                        bytes(footprint.runBytes()),
                        bytes(benchmark.arenaBytes()));
    }

    private static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? String.format(Locale.US, "%,d", bytes.getAsLong()) : "unknown";
    }

    /** The profile for people, if there is one. */
    Optional<String> profileText(OptionalInt width) {
        return profile.map(found -> new ProfileText(found.profile(), found.comparison(), width).text());
    }

    /** All of it for programs. */
    ObjectNode toJson(int processors) {
        Latency latency = benchmark.latency();
        ObjectNode answer = new JsonMapper().createObjectNode();
        answer.put("model", model.toString());
        answer.put("threads", benchmark.options().threads());
        answer.put("xnnpack", benchmark.xnnpackApplied());
        answer.put("processor", benchmark.cpu().orElse(null));
        answer.put("warmUp", warmUp);
        answer.put("runs", latency.runs());
        ObjectNode micros = answer.putObject("latencyMicros");
        micros.put("min", latency.min());
        micros.put("median", latency.median());
        micros.put("mean", latency.mean());
        micros.put("p95", latency.p95());
        micros.put("max", latency.max());
        micros.put("std", latency.standardDeviation());
        answer.put("inputs", inputs);
        answer.put("arenaBytes", orNull(benchmark.arenaBytes()));
        answer.put("loadMillis", footprint.loadMillis());
        answer.put("loadedBytes", orNull(footprint.loadedBytes()));
        answer.put("residentBytes", orNull(footprint.runBytes()));
        answer.put(
                "load", benchmark.load().isPresent() ? (Double) benchmark.load().getAsDouble() : null);
        ArrayNode doubts = answer.putArray("doubts");
        benchmark.doubts(processors).forEach(doubts::add);
        profile.ifPresent(found -> {
            answer.set("profile", ProfileJson.of(found.profile()));
            found.comparison().ifPresent(comparison -> answer.set("against", ProfileJson.against(comparison)));
        });
        return answer;
    }

    private static @Nullable Long orNull(OptionalLong bytes) {
        return bytes.isPresent() ? (Long) bytes.getAsLong() : null;
    }
}
