// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.micro.FlashEstimate;
import io.espalier.lite.micro.MicroExport;
import io.espalier.lite.micro.MicroFormat;
import io.espalier.lite.micro.MicroOptions;
import io.espalier.lite.micro.decode.WeightForm;
import io.espalier.model.format.ModelFormat;
import io.espalier.runtime.interpreter.FixedBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes models for TFLite Micro, and says what they need there. */
final class MicroExporter implements Exporter {
    private final CName name;
    private final CompressOption compress;
    private final Argument<Boolean> strip;
    private final Argument<Integer> batch;

    MicroExporter(Arguments arguments, CName name, CompressOption compress) {
        this.name = name;
        this.compress = compress;
        strip = arguments.flag("--strip", "Leave names, signatures and metadata out of a tflm model.");
        batch = arguments.option(
                Integer.class,
                Arguments.named(
                        "--batch", "N", "The number of examples that a tflm model takes at once (default: 1)."));
    }

    @Override
    public boolean writes(ModelFormat<?> format) {
        return format == MicroFormat.TFLM;
    }

    @Override
    public boolean takesGraphs(ModelFormat<?> format) {
        return true;
    }

    @Override
    public List<String> given() {
        return Argument.given(name.argument(), compress.argument(), strip, batch);
    }

    @Override
    public Path claim(OutputFile output, Path source, ModelFormat<?> format) throws IOException {
        return output.claimFolder(source, options(source).name() + ".cc");
    }

    private MicroOptions options(Path source) {
        return new MicroOptions(name.of(source), compress.inMicro(), strip.get());
    }

    @Override
    public ObjectNode write(Exported exported, ModelFormat<?> format) throws IOException {
        InputModel source = exported.source();
        Graph graph = source.graph();
        Graph fixed = fixed(source.path().toString(), graph);
        boolean isOriginal = source.isTflite() && withoutSignatures(graph).equals(fixed);
        Graph named = isOriginal ? fixed : fixed.withProvenance(exported.provenance("export tflm"));
        MicroExport export = MicroExport.of(
                source.path().toString(),
                named,
                isOriginal ? Optional.of(Buffer.ofBytes(Files.readAllBytes(source.path()))) : Optional.empty(),
                options(source.path()));
        export.write(exported.target());
        Terminal terminal = exported.terminal();
        export.notes().forEach(note -> terminal.note(source.path() + ": " + note));
        say(exported, export);
        return json(export);
    }

    /** With a fixed batch, for memory is planned before the model runs. */
    private Graph fixed(String model, Graph graph) {
        Integer size = batch.orNull();
        boolean isOpen = graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.tensors().stream())
                .anyMatch(tensor -> tensor.dynamicShape().contains(-1));
        if (size != null) {
            UsageException.requireOneOrMore("--batch", size);
        }
        return isOpen || size != null ? FixedBatch.of(model, graph, size == null ? 1 : size) : graph;
    }

    /** An open batch is no other model to TFLite Micro, which reads the shape alone. */
    private static Graph withoutSignatures(Graph graph) {
        return graph.withSubgraphs(graph.subgraphs().stream()
                .map(subgraph -> subgraph.withTensors(subgraph.tensors().stream()
                        .map(tensor -> tensor.withDynamicShape(tensor.shape()))
                        .toList()))
                .toList());
    }

    private static void say(Exported exported, MicroExport export) {
        Terminal terminal = exported.terminal();
        terminal.done(
                "Exported",
                String.format(
                        Locale.US,
                        "%s to %s (%,d bytes of model)",
                        exported.source().path(),
                        exported.target(),
                        export.file().size()));
        terminal.done(
                "Arena",
                String.format(
                        Locale.US,
                        "%,d bytes, estimated: %,d of activations and scratch buffers, %,d that last; %,d with CMSIS-NN",
                        export.arena().bytes(),
                        export.arena().planned(),
                        export.arena().persistent(),
                        export.cmsisNnArena().bytes()));
        FlashEstimate flash = export.flash();
        terminal.done(
                "Flash",
                String.format(
                        Locale.US,
                        "%,d bytes, estimated: %,d of model, %,d of code; %,d with CMSIS-NN (%s%s)",
                        flash.bytes(),
                        flash.model(),
                        flash.reference(),
                        flash.cmsisNnBytes(),
                        FlashEstimate.BASIS,
                        flash.unmeasured().isEmpty()
                                ? ""
                                : "; not measured: " + String.join(", ", flash.unmeasured())));
        terminal.done(
                "RAM",
                String.format(
                        Locale.US,
                        "%,d bytes, estimated: the arena, and %,d of interpreter and resolver; stack comes on top",
                        export.arena().bytes() + export.otherRam(),
                        export.otherRam()));
        if (export.options().weights() != WeightForm.NONE) {
            terminal.done("Weights", System.lineSeparator() + DecodedText.table(export.weights()));
        }
    }

    private static ObjectNode json(MicroExport export) {
        ObjectNode json = new JsonMapper()
                .createObjectNode()
                .put("name", export.options().name())
                .put("bytes", export.file().size());
        json.putObject("arena")
                .put("bytes", export.arena().bytes())
                .put("planned", export.arena().planned())
                .put("scratch", export.arena().scratch())
                .put("persistent", export.arena().persistent())
                .put("cmsisNnBytes", export.cmsisNnArena().bytes())
                .put("basis", "estimated: 32-bit processor, reference kernels");
        ObjectNode flash = json.putObject("flash")
                .put("bytes", export.flash().bytes())
                .put("model", export.flash().model())
                .put("code", export.flash().reference())
                .put("cmsisNnBytes", export.flash().cmsisNnBytes())
                .put("basis", "estimated: " + FlashEstimate.BASIS);
        ArrayNode unmeasured = flash.putArray("unmeasured");
        export.flash().unmeasured().forEach(unmeasured::add);
        json.put("ram", export.arena().bytes() + export.otherRam());
        ArrayNode kernels = json.putArray("kernels");
        export.resolverCalls().forEach(kernels::add);
        ArrayNode weights = json.putArray("weights");
        DecodedText.addTo(weights, export.weights());
        ArrayNode notes = json.putArray("notes");
        export.notes().forEach(notes::add);
        return json;
    }
}
