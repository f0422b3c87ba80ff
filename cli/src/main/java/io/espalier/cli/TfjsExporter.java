// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierException;
import io.espalier.base.Provenance;
import io.espalier.lite.file.DeploymentMetadata;
import io.espalier.lite.file.DeploymentMetadata.MismatchException;
import io.espalier.lite.tensorflow.TfjsGraphFormat;
import io.espalier.lite.tensorflow.export.GraphModelWriter;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.tfjs.ModelJson;
import io.espalier.model.tfjs.StoredWeight;
import io.espalier.model.tfjs.TfjsLayersFormat;
import io.espalier.model.tfjs.WeightStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes models for TensorFlow.js. */
final class TfjsExporter implements Exporter {
    private static final int LEAST_SHARD_BYTES = 1024;

    private final Argument<String> weights;
    private final Argument<Integer> shardBytes;
    private final Argument<Boolean> plan;
    private final Argument<Boolean> page;
    private final Argument<Path> labels;

    TfjsExporter(Arguments arguments) {
        List<String> types = Arrays.stream(WeightStorage.Type.values())
                .map(WeightStorage.Type::id)
                .toList();
        weights = arguments.option(
                String.class,
                Arguments.named(
                                "--weights",
                                "TYPE",
                                "How tfjs models store weights: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
                        .completionCandidates(types)
                        .defaultValue(WeightStorage.Type.FLOAT32.id()));
        shardBytes = arguments.option(
                int.class,
                Arguments.named(
                                "--shard-bytes",
                                "N",
                                "The most bytes in one file of weights (default: ${DEFAULT-VALUE}).")
                        .defaultValue(String.valueOf(WeightStorage.DEFAULT_SHARD_BYTES)));
        plan = arguments.flag("--plan", "Print how each weight of a tfjs model is stored.");
        page = arguments.flag(
                "--page",
                "Write a page beside a tfjs model that classifies a drawn digit (28 by 28) or an image. It needs a server of"
                        + " files, and no network.");
        labels = arguments.option(
                Path.class, Arguments.named("--labels", "FILE", "Labels of the classes for --page, one a line."));
    }

    @Override
    public boolean writes(ModelFormat<?> format) {
        return format instanceof TfjsLayersFormat || format == TfjsGraphFormat.TFJS_GRAPH;
    }

    @Override
    public boolean takesGraphs(ModelFormat<?> format) {
        return format == TfjsGraphFormat.TFJS_GRAPH;
    }

    @Override
    public List<String> given() {
        return Argument.given(weights, shardBytes, plan, page, labels);
    }

    @Override
    public Path claim(OutputFile output, Path source, ModelFormat<?> format) throws IOException {
        storage();
        if (labels.orNull() != null && !page.get()) {
            throw UsageException.adding("--labels is for --page; add it", "--page");
        }
        return output.claimFolder(source, ModelJson.NAME);
    }

    private WeightStorage storage() {
        if (shardBytes.get() < LEAST_SHARD_BYTES) {
            throw new UsageException("--shard-bytes must be " + LEAST_SHARD_BYTES + " or more, not " + shardBytes.get()
                    + "; a browser fetches each file by itself");
        }
        for (WeightStorage.Type type : WeightStorage.Type.values()) {
            if (type.id().equals(weights.get())) {
                return new WeightStorage(type, shardBytes.get());
            }
        }
        throw new UsageException("--weights: '" + weights.get() + "' is not one of float32, float16, uint8 and uint16");
    }

    @Override
    public ObjectNode write(Exported exported, ModelFormat<?> format) throws IOException {
        WeightStorage storage = storage();
        exported.noteLosses(format);
        if (format == TfjsGraphFormat.TFJS_GRAPH && page.get()) {
            throw new UsageException("--page is for tfjs-layers; leave it out, or export with --to tfjs-layers");
        }
        Optional<WebPage> site = page.get() ? Optional.of(WebPage.of(exported, labels())) : Optional.empty();
        byte[] library = site.isPresent() ? WebPage.library(exported.terminal().transfers()) : new byte[0];
        Provenance provenance = exported.provenance(
                "export " + format.id() + " " + storage.type().id());
        List<StoredWeight> stored = format == TfjsGraphFormat.TFJS_GRAPH
                ? GraphModelWriter.write(exported.source().graph(), provenance, storage, exported.target())
                : TfjsLayersFormat.TFJS_LAYERS
                        .withStorage(storage)
                        .writeWeights(exported.model(), provenance, exported.target());
        TfjsSizes sizes = TfjsSizes.of(exported.target());
        Terminal terminal = exported.terminal();
        terminal.done(
                "Exported",
                String.format(
                        Locale.US,
                        "%s to %s (%,d bytes: model.json %,d, weights %,d; gzip makes %,d of them)",
                        exported.source().path(),
                        exported.target(),
                        sizes.json() + sizes.weights(),
                        sizes.json(),
                        sizes.weights(),
                        sizes.gzipped()));
        if (storage.type() != WeightStorage.Type.FLOAT32) {
            terminal.done("", losses(stored));
        }
        if (plan.get()) {
            stored.forEach(weight -> terminal.err().println("  " + line(weight)));
        }
        if (site.isPresent()) {
            site.get().write(exported.target(), exported.model().name(), library);
            terminal.done(
                    "",
                    "page: index.html, page.js and tf.min.js (TensorFlow.js 4.22.0, Apache License 2.0); serve the folder,"
                            + " for example with python3 -m http.server -d " + exported.target());
        }
        return json(stored, sizes);
    }

    private List<String> labels() throws IOException {
        Path file = labels.orNull();
        if (file == null) {
            return List.of();
        }
        try {
            return DeploymentMetadata.readLabels(file);
        } catch (MismatchException e) {
            throw new UsageException(EspalierException.Kind.BAD_INPUT, "--labels " + e.getMessage(), null);
        }
    }

    private static String losses(List<StoredWeight> stored) {
        long exact = stored.stream().filter(StoredWeight::isExact).count();
        StoredWeight worst = stored.stream()
                .reduce((one, other) -> other.largestError() > one.largestError() ? other : one)
                .orElseThrow();
        String numbers = String.format(Locale.US, "%,d of %,d weights stored exactly", exact, stored.size());
        return exact == stored.size()
                ? numbers
                : String.format(
                        Locale.US,
                        "%s; the largest error is %.2g, in '%s'",
                        numbers,
                        worst.largestError(),
                        worst.name());
    }

    private static String line(StoredWeight weight) {
        String form = weight.type().id()
                + weight.scale()
                        .map(scale -> String.format(Locale.US, ", scale %.6g from %.6g", scale.scale(), scale.min()))
                        .orElse("");
        String loss =
                weight.isExact() ? "exact" : String.format(Locale.US, "largest error %.2g", weight.largestError());
        return weight.name() + " " + weight.value().shape() + ": " + form + ", " + loss;
    }

    private static ObjectNode json(List<StoredWeight> stored, TfjsSizes sizes) {
        ObjectNode json = new JsonMapper()
                .createObjectNode()
                .put("bytes", sizes.json() + sizes.weights())
                .put("jsonBytes", sizes.json())
                .put("weightBytes", sizes.weights())
                .put("gzipBytes", sizes.gzipped());
        ArrayNode weights = json.putArray("weights");
        for (StoredWeight each : stored) {
            ObjectNode entry = weights.addObject()
                    .put("name", each.name())
                    .put("type", each.type().id())
                    .put("exact", each.isExact())
                    .put("largestError", each.largestError());
            each.scale().ifPresent(scale -> entry.put("scale", scale.scale()).put("min", scale.min()));
        }
        return json;
    }
}
