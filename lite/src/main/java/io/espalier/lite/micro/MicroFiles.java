// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.base.internal.AtomicFile;
import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.memory.GreedyPlanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of the files: the bytes of the model in C++, what describes them, and the kernels to register. */
final class MicroFiles {
    /** RAM besides the arena, measured: this, and that of each kernel in the resolver. */
    static final int INTERPRETER_BYTES = 396;

    static final int REGISTRATION_BYTES = 32;

    private static final int BYTES_PER_LINE = 16;
    private static final String LICENSE_NOTE = "// Written by Espalier.";

    private final MicroExport export;
    private final String name;

    MicroFiles(MicroExport export) {
        this.export = export;
        this.name = export.options().name();
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve(name + ".cc"), data());
        write(folder.resolve(name + "_ops.h"), operators());
        write(folder.resolve(name + ".h"), header());
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The declarations, and what an application must know. */
    String header() {
        String guard = name.toUpperCase(Locale.ROOT) + "_H_";
        StringBuilder text = new StringBuilder(LICENSE_NOTE + " A model for TFLite Micro.\n");
        text.append("#ifndef ").append(guard).append("\n#define ").append(guard).append("\n\n");
        Subgraph main = export.graph().main();
        describe("Input", main, main.inputs(), text);
        describe("Output", main, main.outputs(), text);
        text.append("\nextern const unsigned char ").append(name).append("_data[];\n");
        text.append("constexpr unsigned int ")
                .append(name)
                .append("_size = ")
                .append(export.file().size())
                .append(";\n\n");
        long reference = export.arena().bytes();
        long cmsisNn = export.cmsisNnArena().bytes();
        text.append("// Estimates for processors of 32 bits: ")
                .append(reference)
                .append(" bytes with the reference kernels, ")
                .append(cmsisNn)
                .append(" with CMSIS-NN.\n// Other kernels may need more: start larger, and see arena_used_bytes().\n");
        text.append("constexpr unsigned int ")
                .append(name)
                .append("_arena_estimate = ")
                .append(GreedyPlanner.roundedUp(Math.max(reference, cmsisNn), ArenaEstimate.ALIGNMENT))
                .append(";\n\n#endif  // ")
                .append(guard)
                .append("\n");
        return text.toString();
    }

    private static void describe(String title, Subgraph main, Ints tensors, StringBuilder text) {
        for (int index = 0; index < tensors.size(); index++) {
            Tensor tensor = main.tensor(tensors.get(index));
            text.append("// ").append(title).append(' ').append(index);
            text.append(tensor.name().isEmpty() ? "" : " '" + printable(tensor.name()) + "'");
            text.append(": ")
                    .append(tensor.type().name().toLowerCase(Locale.ROOT))
                    .append(' ');
            text.append(tensor.shape().stream().mapToObj(String::valueOf).collect(Collectors.joining(" x ")));
            Quantization quantization = tensor.quantization();
            if (quantization.scales().size() == 1) {
                text.append(", scale ").append(quantization.scales().get(0));
                text.append(", zero point ")
                        .append(
                                quantization.zeroPoints().isEmpty()
                                        ? 0
                                        : quantization.zeroPoints().get(0));
            }
            text.append('\n');
        }
    }

    /** In a comment, a backslash at the end of a line would join the next to it. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7E]|\\\\", "?");
    }

    /** The bytes. TFLite Micro reads them where they are, so they are aligned as it needs them. */
    String data() {
        Buffer file = export.file();
        StringBuilder text = new StringBuilder(file.size() * 5 + 200);
        text.append(LICENSE_NOTE).append("\n#include \"").append(name).append(".h\"\n\n");
        text.append("alignas(16) const unsigned char ").append(name).append("_data[] = {");
        for (int index = 0; index < file.size(); index++) {
            text.append(index % BYTES_PER_LINE == 0 ? "\n    " : " ");
            text.append("0x").append(Character.forDigit(file.get(index) >> 4 & 15, 16));
            text.append(Character.forDigit(file.get(index) & 15, 16)).append(',');
        }
        text.append("\n};\n\nstatic_assert(sizeof(")
                .append(name)
                .append("_data) == ")
                .append(name);
        return text.append("_size, \"the header is of another model\");\n").toString();
    }

    /** A function that registers the kernels. */
    String operators() {
        Resolver resolver = Resolver.of(export.graph());
        List<String> calls = resolver.calls();
        String guard = name.toUpperCase(Locale.ROOT) + "_OPS_H_";
        StringBuilder text = new StringBuilder(LICENSE_NOTE + " The kernels of a model, and no others.\n");
        text.append("#ifndef ").append(guard).append("\n#define ").append(guard).append("\n\n");
        resolver.headers().stream()
                .sorted()
                .forEach(header -> text.append("#include \"").append(header).append("\"\n"));
        text.append("#include \"tensorflow/lite/micro/micro_mutable_op_resolver.h\"\n\n");
        text.append("constexpr unsigned int ")
                .append(name)
                .append("_ops = ")
                .append(calls.size())
                .append(";\n\n");
        text.append("// For a tflite::MicroMutableOpResolver<")
                .append(name)
                .append("_ops>, or one with room for more.\n");
        text.append("template <unsigned int tOpCount>\n");
        text.append("TfLiteStatus ")
                .append(name)
                .append("_add_ops(tflite::MicroMutableOpResolver<tOpCount>& resolver) {\n");
        for (String call : calls) {
            text.append("  TF_LITE_ENSURE_STATUS(resolver.").append(call).append(");\n");
        }
        return text.append("  return kTfLiteOk;\n}\n\n#endif  // ")
                .append(guard)
                .append('\n')
                .toString();
    }
}
