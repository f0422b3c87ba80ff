// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.base.internal.NearestName;
import io.espalier.lite.Graph;
import io.espalier.lite.targets.Row.OfModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A runtime or device, and what it does with a model. */
public enum Target {
    /** TFLite with XNNPACK on a desktop, its default. */
    TFLITE("tflite"),
    /** TFLite with its built-in kernels alone. */
    TFLITE_BUILT_IN("tflite-built-in"),
    /** LiteRT.js in browsers. */
    LITERT_JS("litert-js"),
    /** The ImageClassifier of MediaPipe's tasks for vision, in browsers. */
    MEDIAPIPE("mediapipe"),
    /** The older tfjs-tflite, in browsers. */
    TFJS_TFLITE("tfjs-tflite"),
    /** OpenCV's module dnn. */
    OPENCV("opencv"),
    /** ArmNN. */
    ARMNN("armnn"),
    /** The reference kernels of TFLite Micro. */
    TFLITE_MICRO("tflite-micro"),
    /** TFLite's GPU delegate, by the rules of TensorFlow's {@code gpu_compatibility.cc}; a device may have limits of its own. */
    GPU_DELEGATE("gpu"),
    /** An accelerator that supports int8 only, for inputs and outputs too. */
    INT8_ACCELERATOR("int8-only");

    private final String id;

    Target(String id) {
        this.id = id;
    }

    /** The name on the command line, such as {@code litert-js}. */
    public String id() {
        return id;
    }

    /** All names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Target::id).toList();
    }

    /**
     * The runtime of this name, with or without its version: {@code opencv} or {@code opencv@4.13}.
     *
     * @throws IllegalArgumentException if there is none, or Espalier knows another version of it only
     */
    public static Target of(String name) {
        String[] parts = name.split("@", 2);
        Target target = Arrays.stream(values())
                .filter(one -> one.id.equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown runtime '" + parts[0] + "'"
                        + NearestName.suggestion(parts[0], ids()) + "; choose from: " + String.join(", ", ids())));
        String version = target.table().version();
        if (parts.length > 1 && (parts[1].isEmpty() || !parts[1].equals(version))) {
            throw new IllegalArgumentException("of " + target.table().title() + ", Espalier knows "
                    + (version.isEmpty() ? "no particular version" : "version " + version)
                    + (parts[1].isEmpty() ? "" : ", not " + parts[1])
                    + "; name it " + target.id
                    + (version.isEmpty() ? "" : " or " + target.id + "@" + version));
        }
        return target;
    }

    /** The display name with the version, if this is true of one version. */
    public String title() {
        return table().version().isEmpty() ? table().title() : table().title() + " " + table().version();
    }

    /** What a quantizer can do so that the runtime takes its file. */
    Needs needs() {
        return table().needs();
    }

    /** What it does with a model. */
    public Verdict verdict(Graph graph) {
        return Verdict.of(findings(graph));
    }

    /** Everything that keeps it from running a model well, those of the whole model first; empty if nothing does. */
    public List<Finding> findings(Graph graph) {
        List<Finding> findings = new ArrayList<>();
        for (Row row : table().rows()) {
            if (row instanceof OfModels models) {
                models.finding(graph).ifPresent(findings::add);
            }
        }
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            findings.addAll(new OperatorFindings(table(), graph.subgraphs().get(number), number).all());
        }
        return List.copyOf(findings);
    }

    RuntimeTable table() {
        return switch (this) {
            case TFLITE -> TfliteTable.WITH_XNNPACK;
            case TFLITE_BUILT_IN -> TfliteTable.BUILT_IN;
            case LITERT_JS -> WebTables.LITERT_JS;
            case MEDIAPIPE -> WebTables.MEDIAPIPE;
            case TFJS_TFLITE -> WebTables.TFJS_TFLITE;
            case OPENCV -> OpenCvTable.TABLE;
            case ARMNN -> ArmNnTable.TABLE;
            case TFLITE_MICRO -> DeviceTables.TFLITE_MICRO;
            case GPU_DELEGATE -> DeviceTables.GPU_DELEGATE;
            case INT8_ACCELERATOR -> DeviceTables.INT8_ONLY;
        };
    }
}
