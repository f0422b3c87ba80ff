// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.base.internal.NearestName;
import io.espalier.experiment.ModelFormats;
import io.espalier.model.format.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes a model in a format that is named, with the options of that format. */
final class ExportCommand extends Subcommand {
    private final RunNotes run = new RunNotes(spec());
    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, KerasInput.FORMS);
    private final Argument<String> to = arguments()
            .option(
                    String.class,
                    Arguments.named("--to", "FORMAT", "${COMPLETION-CANDIDATES}; './espalier formats' explains them.")
                            .required(true)
                            .completionCandidates(written()));
    private final OutputFile output = new OutputFile(
            arguments(), OutputFile.LABEL + "|" + OutputFile.FOLDER_LABEL, "The file to write, or the folder.");
    private final KerasInput input = new KerasInput(arguments(), "--input-weights");
    private final CName cName = new CName(arguments());
    private final CompressOption compress = new CompressOption(arguments());
    private final List<Exporter> exporters = List.of(
            new TfjsExporter(arguments()),
            new SavedModelExporter(arguments()),
            new CExporter(arguments(), cName, compress),
            new MicroExporter(arguments(), cName, compress),
            new FileExporter());
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    ExportCommand() {
        super(
                "export model.h5 --to tfjs-layers -o web",
                "export model.h5 --to tfjs-layers -o web --weights uint8 --page --labels labels.txt",
                "export model.h5 --to saved-model --serving 1 -o models/digits",
                "export model-int8.tflite --to c -o firmware --name digits",
                "export model-int8.tflite --to tflm -o firmware --compress auto --strip",
                "export model.h5 --to keras -o model.keras");
    }

    private static List<String> written() {
        return ModelFormats.all().stream()
                .filter(ModelFormat::isWritten)
                .map(ModelFormat::id)
                .toList();
    }

    @Override
    public Integer call() throws IOException {
        ModelFormat<?> format = format();
        Exporter exporter = exporters.stream()
                .filter(each -> each.writes(format))
                .findFirst()
                .orElseThrow();
        for (Exporter other : exporters) {
            List<String> foreign = new ArrayList<>(other.given());
            foreign.removeAll(exporter.given());
            if (!foreign.isEmpty()) {
                throw new UsageException(String.join(", ", foreign) + " is not for --to " + format.id()
                        + "; leave it out, or choose another format");
            }
        }
        try (InputModel file = InputModel.open(model.get(), input.options())) {
            if (!exporter.takesGraphs(format)) {
                Exported.requireLayers(file, format);
            }
            Path target = exporter.claim(output, model.get(), format);
            Supplier<String> parent = file.asParentMeanwhile();
            input.read(file, terminal());
            Exported exported = new Exported(file, file.read(Object.class), target, terminal());
            ObjectNode report = exporter.write(exported, format);
            run.readModel(file.path(), file.size(), parent.get());
            run.writeBeside(target, terminal());
            if (json.get()) {
                out().println(JsonTree.indented(exported.toJson(format).setAll(report)));
            }
        }
        return ExitCode.DONE;
    }

    private ModelFormat<?> format() {
        String name = to.get();
        for (ModelFormat<?> format : ModelFormats.all()) {
            if (format.isWritten() && format.id().equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw new UsageException("--to: there is no format '" + name + "' that is written"
                + NearestName.suggestion(name, written()) + "; choose from " + String.join(", ", written()));
    }
}
