// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.micro.decode.CompressedWeights;
import io.espalier.lite.micro.decode.DecodedWeights;
import io.espalier.lite.micro.decode.StoredWeights;
import io.espalier.lite.micro.decode.WeightForm;
import io.espalier.lite.rewrite.StripText;
import io.espalier.lite.rewrite.StripUnusedTensors;
import io.espalier.lite.schema.BuiltinOperator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A model as an application for TFLite Micro compiles it, and what it needs there.
 *
 * <pre>{@code
 * MicroExport export = MicroExport.of("digits.tflite", graph, Optional.empty(), MicroOptions.DEFAULTS);
 * export.write(Path.of("digits")); // model.h, model.cc, model_ops.h
 * export.arena().bytes();
 * }</pre>
 *
 * @param options what was asked for
 * @param graph of the file
 * @param file the bytes of the model
 * @param weights how each is stored
 * @param arena an estimate with the reference kernels
 * @param cmsisNnArena an estimate with CMSIS-NN on a Cortex-M with DSP instructions
 * @param flash an estimate
 * @param notes for people: what runs, but not well, and what was not done
 */
public record MicroExport(
        MicroOptions options,
        Graph graph,
        Buffer file,
        List<StoredWeights> weights,
        ArenaEstimate arena,
        ArenaEstimate cmsisNnArena,
        FlashEstimate flash,
        List<String> notes) {
    private static final String OFFLINE_PLAN = "OfflineMemoryAllocation";

    public MicroExport {
        Objects.requireNonNull(options, "options");
        weights = List.copyOf(weights);
        notes = List.copyOf(notes);
    }

    /**
     * Checks a model and prepares its files.
     *
     * @param name what messages call the model
     * @param graph with static shapes
     * @param original its file, whose bytes are kept if nothing is asked that changes them; empty if the graph comes from elsewhere
     * @throws MicroException if TFLite Micro cannot run it
     */
    public static MicroExport of(String name, Graph graph, Optional<Buffer> original, MicroOptions options) {
        List<String> notes = new ArrayList<>();
        if (DecodedWeights.isIn(graph) && options.weights() != WeightForm.NONE) {
            throw new MicroException(name + ": its weights are stored for TFLite Micro already; leave --compress out");
        }
        MicroCheck.require(name, graph);
        notes.addAll(MicroCheck.notes(graph));
        boolean hasResources = graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.operators().stream())
                .anyMatch(operator -> operator.is(BuiltinOperator.VAR_HANDLE));
        if (hasResources) {
            notes.add("its variables need a tflite::MicroResourceVariables, whose memory is not in the estimates");
        }
        boolean changes = original.isEmpty() || options.strip() || options.weights() != WeightForm.NONE;
        Graph named = changes ? new StripUnusedTensors().apply(graph) : graph;
        Graph used = options.strip() ? StripText.all(named) : named;
        CompressedWeights compressed = CompressedWeights.of(used, options.weights());
        List<StoredWeights> weights = compressed.weights().stream()
                .map(each -> each.withName(named.subgraphs()
                        .get(each.subgraph())
                        .tensor(each.tensor())
                        .name()))
                .toList();
        if (graph.metadata(OFFLINE_PLAN).isPresent()) {
            boolean isStale = compressed.graph().main().tensors().size()
                    != graph.main().tensors().size();
            if (isStale) {
                throw new MicroException(name + ": its entry " + OFFLINE_PLAN
                        + " places the tensors that it has now; leave --compress out, or remove the entry first");
            }
            notes.add("its entry " + OFFLINE_PLAN
                    + " places tensors; the estimate of the arena is for the planner without it");
        }
        Buffer file = changes ? compressed.file() : original.orElseThrow();
        boolean isMetadata = options.weights() == WeightForm.LUT_METADATA;
        List<StoredWeights> encoded = isMetadata
                ? compressed.weights().stream().filter(each -> !each.isPlain()).toList()
                : List.of();
        if (!encoded.isEmpty()) {
            notes.add(
                    "only builds with USE_TFLM_COMPRESSION for x86 and Xtensa read COMPRESSION_METADATA, whose code was not"
                            + " measured; lut and bitmask need no such build");
        }
        ArenaEstimate arena = ArenaEstimate.of(compressed.graph(), encoded, false);
        long moreRam = arena.bytes() - ArenaEstimate.of(used).bytes();
        if (weights.stream().anyMatch(each -> !each.isPlain())) {
            notes.add(String.format(
                    Locale.US,
                    "decoded weights lie in the arena, which grows by %,d bytes%s",
                    moreRam,
                    compressed.isDecoded()
                            ? String.format(
                                    Locale.US,
                                    "; the kernel that decodes takes %,d bytes of flash",
                                    CompressedWeights.DECODE_CODE_BYTES)
                            : ""));
        }
        return new MicroExport(
                options,
                compressed.graph(),
                file,
                weights,
                arena,
                ArenaEstimate.of(compressed.graph(), encoded, true),
                FlashEstimate.of(compressed.graph(), file.size()),
                notes);
    }

    /** Writes the files into a folder, which is made if it is not there. */
    public void write(Path folder) throws IOException {
        new MicroFiles(this).write(folder);
    }

    /** RAM besides the arena: the interpreter and the resolver, as measured on a Cortex-M4. */
    public long otherRam() {
        return MicroFiles.INTERPRETER_BYTES
                + (long) MicroFiles.REGISTRATION_BYTES
                        * Resolver.of(graph).calls().size();
    }

    /** The calls that register the kernels, in order. */
    public List<String> resolverCalls() {
        return Resolver.of(graph).calls();
    }
}
