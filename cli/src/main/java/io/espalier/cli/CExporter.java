// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Graph;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.CFormat;
import io.espalier.lite.ccode.footprint.CortexM4;
import io.espalier.lite.ccode.footprint.Footprint;
import io.espalier.lite.ccode.footprint.FootprintException;
import io.espalier.lite.ccode.project.ProjectKind;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Compression;
import io.espalier.lite.ccode.settings.Kernels;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.format.ModelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes models as C without an interpreter. */
final class CExporter implements Exporter {
    private final CName name;
    private final Choice<SumRounding> rounding;
    private final Choice<Objective> objective;
    private final Choice<ArenaPlace> arena;
    private final CompressOption compress;
    private final Choice<Kernels> kernels;
    private final Argument<String> project;

    CExporter(Arguments arguments, CName name, CompressOption compress) {
        this.name = name;
        this.compress = compress;
        rounding = new Choice<>(
                arguments,
                "--rounding",
                "HOW",
                "How C rounds sums: bit-equal to TFLite with XNNPACK (single) or to TFLite Micro (double). Default: ${DEFAULT-VALUE}.",
                SumRounding.values(),
                SumRounding.SINGLE);
        objective = new Choice<>(
                arguments,
                "--objective",
                "GOAL",
                "Few bytes of C (flash), or few instructions (speed). Default: ${DEFAULT-VALUE}.",
                Objective.values(),
                Objective.FLASH);
        arena = new Choice<>(
                arguments,
                "--arena-in",
                "PLACE",
                "Whose memory activations of C take: an array of the file (static), or what each call brings along, so that"
                        + " several threads can run the model (caller). Default: ${DEFAULT-VALUE}.",
                ArenaPlace.values(),
                ArenaPlace.STATIC);
        kernels = new Choice<>(
                arguments,
                "--kernels",
                "WHOSE",
                "What computes operators of C: the file itself (portable), or Arm's CMSIS-NN 8.0.0, which you link, where it has a function (cmsis-nn)."
                        + " Default: ${DEFAULT-VALUE}.",
                Kernels.values(),
                Kernels.PORTABLE);
        project = arguments.option(
                String.class,
                Arguments.named(
                                "--project",
                                "KIND",
                                "Write C as a folder that builds with ${COMPLETION-CANDIDATES}, and tests the model on one input.")
                        .completionCandidates(ProjectKind.ids()));
    }

    @Override
    public boolean writes(ModelFormat<?> format) {
        return format == CFormat.C;
    }

    @Override
    public boolean takesGraphs(ModelFormat<?> format) {
        return true;
    }

    @Override
    public List<String> given() {
        return Argument.given(
                name.argument(),
                rounding.argument(),
                objective.argument(),
                arena.argument(),
                compress.argument(),
                kernels.argument(),
                project);
    }

    @Override
    public Path claim(OutputFile output, Path source, ModelFormat<?> format) throws IOException {
        CSettings settings = settings(source);
        Optional<ProjectKind> kind = kind();
        if (kind.isPresent() && settings.rounding() != SumRounding.SINGLE) {
            throw new UsageException(
                    "--project tests the model against TFLite with XNNPACK, which rounds as --rounding single does;"
                            + " leave out --rounding or --project");
        }
        if (kind.isPresent() && settings.kernels() != Kernels.PORTABLE) {
            throw new UsageException(
                    "--project writes a folder that builds without libraries; leave out --kernels or --project");
        }
        if (settings.kernels() == Kernels.CMSIS_NN
                && settings.compression() != Compression.AUTO
                && settings.compression() != Compression.NONE) {
            throw new UsageException("--compress " + settings.compression().id()
                    + ": CMSIS-NN reads weights as plain bytes; leave out --compress or --kernels");
        }
        if (kind.isEmpty()) {
            requireNoProject(output.path());
        }
        return output.claimFolder(
                source, kind.map(each -> each.headerPath(settings.name())).orElse(settings.name() + ".h"));
    }

    /** Its test would no longer be that of the model. */
    private static void requireNoProject(Path folder) {
        for (String file : List.of("CMakeLists.txt", "library.properties")) {
            if (Files.exists(folder.resolve(file))) {
                throw new UsageException(folder + ": holds a project (" + file
                        + "), whose test would no longer fit; give --project again, or name another folder");
            }
        }
    }

    private Optional<ProjectKind> kind() {
        return Optional.ofNullable(project.orNull()).map(ProjectKind::named);
    }

    private CSettings settings(Path source) {
        return CSettings.named(name.of(source))
                .with(rounding.get())
                .with(objective.get())
                .with(arena.get())
                .with(compress.inC())
                .with(kernels.get());
    }

    @Override
    public ObjectNode write(Exported exported, ModelFormat<?> format) throws IOException {
        Graph graph = exported.source().graph();
        Path source = exported.source().path();
        CExport export = CExport.of(graph.withProvenance(exported.provenance("export c")), settings(source));
        Optional<ProjectKind> kind = kind();
        if (kind.isPresent()) {
            CFormat.write(kind.get().files(TestedModel.of(export, graph)), exported.target());
        } else {
            CFormat.write(export, exported.target());
        }
        Terminal terminal = exported.terminal();
        terminal.done(
                "Exported",
                String.format(
                        Locale.US,
                        "%s to %s (%,d bytes of tables, %,d bytes of memory for activations)",
                        source,
                        exported.target(),
                        export.tableBytes(),
                        export.arenaBytes()));
        export.notes().forEach(note -> terminal.done("", note));
        List<String> forIntegers = Argument.given(rounding.argument(), compress.argument());
        if (!forIntegers.isEmpty() && !computesIntegers(graph)) {
            terminal.note(String.join(", ", forIntegers) + ": changes nothing, as this model computes in float");
        }
        ObjectNode json = new JsonMapper()
                .createObjectNode()
                .put("name", export.settings().name())
                .put("rounding", rounding.id())
                .put("objective", objective.id())
                .put("arenaIn", arena.id())
                .put("compress", export.settings().compression().id())
                .put("kernels", kernels.id())
                .put("tableBytes", export.tableBytes())
                .put("arenaBytes", export.arenaBytes());
        export.notes().forEach(json.putArray("notes")::add);
        if (!export.weights().isEmpty()) {
            terminal.done("Weights", System.lineSeparator() + CWeightsText.table(export.weights()));
        }
        CWeightsText.addTo(json.putArray("weights"), export.weights());
        if (export.settings().kernels() == Kernels.CMSIS_NN) {
            describeCalls(terminal, json, export);
            terminal.done("", "flash is not measured: that needs CMSIS-NN");
            return json;
        }
        try {
            CortexM4.find()
                    .map(compiler -> compiler.measure(export.settings().name(), export.files()))
                    .ifPresent(footprint -> tell(footprint, terminal, json));
        } catch (FootprintException e) {
            terminal.note(e.getMessage());
        }
        return json;
    }

    private static boolean computesIntegers(Graph graph) {
        return graph.main().operators().stream()
                .flatMapToInt(operator -> operator.outputs().stream())
                .mapToObj(output -> graph.main().tensor(output).type())
                .anyMatch(type -> type == TensorType.INT8 || type == TensorType.INT16);
    }

    private static void tell(Footprint footprint, Terminal terminal, ObjectNode json) {
        terminal.done(
                "",
                String.format(
                        Locale.US,
                        "on a Cortex-M4, measured: %,d bytes of flash, %,d bytes of RAM (%s %s)",
                        footprint.flash(),
                        footprint.ram(),
                        footprint.compiler(),
                        String.join(" ", footprint.flags())));
        json.putObject("cortexM4")
                .put("flash", footprint.flash())
                .put("ram", footprint.ram())
                .put("compiler", footprint.compiler())
                .put("flags", String.join(" ", footprint.flags()));
    }

    /** Without the library, the C cannot be compiled and measured here. */
    private static void describeCalls(Terminal terminal, ObjectNode json, CExport export) {
        if (export.cmsisNn().isEmpty()) {
            terminal.note("CMSIS-NN has no function for any operator of this model: the C does not use it");
        } else {
            terminal.done("", "by CMSIS-NN: " + String.join(", ", export.cmsisNn()));
            terminal.done(
                    "",
                    export.settings().rounding() == SumRounding.SINGLE
                            ? "build CMSIS-NN and the model with CMSIS_NN_USE_SINGLE_ROUNDING defined"
                            : "build CMSIS-NN and the model without CMSIS_NN_USE_SINGLE_ROUNDING");
        }
        if (!export.portable().isEmpty()) {
            terminal.done("", "by the file itself: " + String.join(", ", export.portable()));
        }
        export.cmsisNn().forEach(json.putArray("cmsisNn")::add);
        export.portable().forEach(json.putArray("portable")::add);
    }
}
