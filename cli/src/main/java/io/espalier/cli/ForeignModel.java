// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Forms of models that others read and Espalier does not, and what makes one of them that it reads. */
enum ForeignModel {
    ONNX("an ONNX model", "onnx2tf (pip install onnx2tf) converts it to .tflite files in the folder that -o names") {
        @Override
        String command(Path file) {
            return ShellCommand.of("onnx2tf", "-i", file, "-o", OutputFile.proposal(file, "-tflite"));
        }
    },
    PYTORCH(
            "a PyTorch model",
            "ai-edge-torch in Python (pip install ai-edge-torch) converts a whole model to a .tflite file; fill in its input"
                    + " shape. If the file holds weights only, load them into their network first") {
        @Override
        String command(Path file) {
            return python(
                    "import torch, ai_edge_torch; ai_edge_torch.convert(torch.load(%s, weights_only=False).eval(),"
                            + " (torch.randn(1, 3, 224, 224),)).export(%s)",
                    file.toString(), tflite(file));
        }
    },
    SAFETENSORS(
            "a weights file without a network",
            "load the weights into their network in Python, with TensorFlow or PyTorch, and save the whole model as .keras or .tflite"),
    CORE_ML(
            "a Core ML model",
            "no tool converts it back; convert the original model to .keras, .h5 or .tflite instead"),
    CHECKPOINT(
            "a TensorFlow checkpoint, which holds weights without a network",
            "build the network in Python, call model.load_weights with this path, and save the model with model.save(\"model.keras\")");

    private final String title;
    private final String remedy;

    ForeignModel(String title, String remedy) {
        this.title = title;
        this.remedy = remedy;
    }

    /** What it is. */
    String title() {
        return title;
    }

    /** What makes one of it that Espalier reads. */
    String remedy() {
        return remedy;
    }

    /** The remedy as a command to paste; null where there is none. */
    @Nullable
    String command(Path file) {
        return null;
    }

    /** What a file or folder is; empty if it is none of these. */
    static Optional<ForeignModel> of(ModelSource source) {
        String name = source.path().toString().toLowerCase(Locale.ROOT);
        if (source.isFolder()) {
            return name.endsWith(".mlpackage") ? Optional.of(CORE_ML) : Optional.empty();
        }
        return Optional.ofNullable(ofName(source, name));
    }

    /** Whether a name is that of a checkpoint, which is several files, none of that name. */
    static boolean isCheckpoint(Path name) {
        return Files.exists(Path.of(name + ".index"));
    }

    private static @Nullable ForeignModel ofName(ModelSource source, String name) {
        if (name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".pt2")) {
            return PYTORCH;
        }
        if (name.endsWith(".ckpt") || name.endsWith(".ckpt.index") || name.contains(".ckpt.data-")) {
            return KerasFormat.KERAS.recognizes(source)
                    ? PYTORCH
                    : CHECKPOINT; // PyTorch Lightning's has the same ending
        }
        int dot = name.lastIndexOf('.');
        return switch (dot < 0 ? "" : name.substring(dot)) {
            case ".onnx" -> ONNX;
            case ".safetensors" -> SAFETENSORS;
            case ".mlmodel" -> CORE_ML;
            default -> null;
        };
    }

    private static String python(String code, String... paths) {
        Object[] literals = new Object[paths.length];
        for (int index = 0; index < paths.length; index++) {
            literals[index] = "\"" + paths[index].replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        return ShellCommand.of("python3", "-c", String.format(Locale.US, code, literals));
    }

    private static String tflite(Path file) {
        return OutputFile.proposal(file, ".tflite");
    }
}
