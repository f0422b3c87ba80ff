// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lab.FileMeasure;
import io.espalier.lite.Graph;
import io.espalier.lite.Metadata;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One model file made of another: optimizes, quantizes, writes, and says what came of it. */
final class Conversion {
    private static final double NANOS_PER_SECOND = 1e9;

    private final String verb;
    private final Path source;
    private final Path target;
    private final Recipe recipe;
    private final long start = System.nanoTime();

    /** @param verb what the command does, such as {@code convert} */
    Conversion(String verb, Path source, Path target, Recipe recipe) {
        this.verb = verb;
        this.source = source;
        this.target = target;
        this.recipe = recipe;
    }

    /**
     * Writes the target file, made of the graph that the source file holds.
     *
     * @param trained where that comes from, whose data set and seed are handed on
     */
    void write(Graph graph, Optional<Provenance> trained, PrintWriter err) throws IOException {
        Graph quantized = Quantizer.of(recipe).quantize(graph);
        Provenance provenance = Provenance.here(
                verb + " " + recipe,
                trained.map(Provenance::dataset).orElse(null),
                trained.map(Provenance::seed).orElse(null),
                List.of(FileMeasure.of(source).asParent()));
        GraphWriter.write(quantized.withMetadata(Metadata.text(Converter.PROVENANCE, provenance.toJson())), target);
        say(err);
    }

    private void say(PrintWriter err) throws IOException {
        long before = Files.size(source);
        long after = Files.size(target);
        err.printf(
                Locale.ROOT,
                "%-9s  %s  (%,d -> %,d bytes, %+.1f%%)  in %.2f s%nNext: %s%n",
                verb.equals("convert") ? "Converted" : "Quantized",
                target,
                before,
                after,
                100.0 * (after - before) / before,
                (System.nanoTime() - start) / NANOS_PER_SECOND,
                Espalier.suggest("inspect " + target));
    }
}
