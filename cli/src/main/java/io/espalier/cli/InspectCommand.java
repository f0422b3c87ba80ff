// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.page.graph.OnnxPage;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.boards.BoardFit;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.inspect.Inspection;
import io.espalier.lite.micro.decode.DecodedWeights;
import io.espalier.lite.micro.decode.StoredWeights;
import io.espalier.model.onnx.OnnxFile;
import io.espalier.model.onnx.OnnxModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shows what is inside a .tflite file. */
final class InspectCommand extends Subcommand {
    private final RunNotes run = new RunNotes(spec());
    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, InputModel.FORMS);
    private final BoardOptions boards =
            new BoardOptions(arguments(), "Say whether it fits these boards, and what a run costs");
    private final PageOptions pages = new PageOptions(arguments());
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    InspectCommand() {
        super(
                "inspect model.tflite",
                "inspect model.tflite --html page.html",
                "inspect model.tflite --json",
                "inspect model.tflite --target rp2040,esp32-s3");
    }

    /** ONNX is drawn and told, and not more: no runtime and no converter of Espalier takes it. */
    private int inspectOnnx(Path file, Terminal terminal) throws IOException {
        if (!boards.boards().isEmpty() || pages.asksForNodeData()) {
            throw new ForeignModelException(ForeignModel.ONNX, file);
        }
        terminal.reads(file);
        OnnxModel onnx = OnnxFile.read(file);
        String name = String.valueOf(file.getFileName());
        long bytes = Files.size(file);
        boolean isWritten = pages.writePage(() -> OnnxPage.of(onnx, name, bytes), run, terminal);
        OnnxText text = new OnnxText(name, bytes, onnx);
        if (json.get()) {
            out().println(JsonTree.indented(text.toJson()));
        } else if (!isWritten) {
            out().println(terminal.fit(text.toText()));
        }
        terminal.note(file + ": Espalier draws ONNX files and does not convert them; " + ForeignModel.ONNX.remedy());
        return ExitCode.DONE;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = terminal();
        boards.boards();
        pages.claim(model.get());
        if (OnnxFile.isCalledSo(model.get())) {
            return inspectOnnx(model.get(), terminal);
        }
        Inspection inspection;
        List<BoardFit> fits;
        List<StoredWeights> decoded = List.of();
        String about = "";
        try (InputModel file = InputModel.open(model.get())) {
            terminal.reads(model.get());
            pages.check(file);
            Graph graph = file.graph();
            if (!file.isTflite()) {
                about = "Shown as convert makes it, without quantization.";
                terminal.note(model.get() + " is shown as convert makes it, without quantization");
            }
            if (file.isTflite() && DecodedWeights.isIn(graph)) {
                decoded = DecodedWeights.read(Buffer.ofBytes(file.source().bytes()))
                        .weights();
            }
            inspection = new Inspection(model.get().getFileName().toString(), file.size(), graph);
            fits = boards.fits(graph, file.isTflite() ? file.size() : GraphWriter.size(graph));
        }
        PrintWriter out = out();
        boolean isWritten = pages.write(inspection, about, run, terminal);
        if (json.get()) {
            ObjectNode tree = inspection.toJson();
            if (!fits.isEmpty()) {
                BoardOptions.addTo(tree.putArray("boards"), fits);
            }
            if (!decoded.isEmpty()) {
                DecodedText.addTo(tree.putArray("decodedWeights"), decoded);
            }
            out.println(JsonTree.indented(tree));
        } else {
            if (!isWritten) {
                out.println(terminal.fit(inspection.toText()));
            }
            if (!fits.isEmpty()) {
                out.println(terminal.fit(BoardOptions.text(fits)));
            }
            if (!decoded.isEmpty()) {
                out.println();
                out.println("Weights that TFLite Micro decodes");
                out.println(DecodedText.table(decoded));
            }
            terminal.next("benchmark", model.get());
        }
        return ExitCode.DONE;
    }
}
