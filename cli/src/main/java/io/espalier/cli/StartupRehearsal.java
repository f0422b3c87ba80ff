// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.Folders;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.MetaGraph.SavedObject;
import io.espalier.model.tensorflow.ProtoWriter;
import io.espalier.model.tensorflow.SavedModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs short commands as a user would, so that Java can list the classes that they load ({@code -XX:DumpLoadedClassList}) and archive them; with the
 * archive they start in about half the time. Loads no native library. Prints one line, the version of Java that the archive is for.
 */
final class StartupRehearsal {
    private StartupRehearsal() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(new StandardOutput(OutputStream.nullOutputStream()), true));
        System.setErr(System.out);
        Path folder = Files.createTempDirectory("espalier");
        try {
            rehearse(folder);
        } finally {
            Folders.delete(folder);
        }
        out.println(ClassArchive.javaVersion());
    }

    private static void rehearse(Path folder) throws IOException {
        String keras = folder.resolve("rehearsal.h5").toString();
        String tflite = folder.resolve("float.tflite").toString();
        KerasFormat.H5.write(MnistLab.network(1), null, Path.of(keras));
        Main.run("--help");
        Main.run("--version");
        Main.run("summary", keras);
        Main.run("convert", keras, "-o", tflite);
        Main.run("convert", keras, "-o", inFolder(folder, "half.tflite"), "--quantize", "float16");
        Main.run("convert", keras, "-o", inFolder(folder, "dynamic.tflite"), "--quantize", "dynamic");
        Main.run("quantize", tflite, "-o", inFolder(folder, "small.tflite"), "--recipe", "dynamic");
        Main.run("inspect", inFolder(folder, "small.tflite"));
        Main.run("inspect", tflite, "--json");
        Main.run("inspect", inFolder(folder, "missing.tflite"));
        String saved = inFolder(folder, "saved");
        SavedModelFormat.SAVED_MODEL.write(MnistLab.network(1), null, Path.of(saved));
        Main.run("convert", saved, "-o", inFolder(folder, "saved.tflite"));
        String layers = inFolder(folder, "layers");
        keras2(Path.of(layers));
        Main.run("convert", layers, "-o", inFolder(folder, "layers.tflite"));
        Path graph = Files.createDirectory(folder.resolve("graph"));
        Files.write(graph.resolve(SavedModelFile.NAME), RehearsalGraph.savedModel());
        Main.run("convert", graph.toString(), "-o", inFolder(folder, "graph.tflite"));
        String keras3 = inFolder(folder, "rehearsal.keras");
        KerasFormat.KERAS.write(normalized(), null, Path.of(keras3));
        Main.run("convert", keras3, "-o", inFolder(folder, "keras3.tflite"));
        Main.run("convert", "--help");
        loadOldGroups();
    }

    /** The classes that read groups as h5py writes them: other than in files of this library. */
    private static void loadOldGroups() {
        for (String name : List.of("SymbolTableEntry", "LocalHeap", "GroupSymbolTableNode")) {
            try {
                Class.forName("io.jhdf." + name);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("jHDF has changed: " + e.getMessage(), e);
            }
        }
    }

    /** A SavedModel that tells its layers, as Keras 2 wrote it. */
    private static void keras2(Path folder) throws IOException {
        FunctionalBuilder network = Model.functional();
        SymbolicTensor input = network.input(4);
        SymbolicTensor classes = network.apply("dense", Dense.of(2).withoutBias(), input);
        SavedModelFormat.SAVED_MODEL.write(network.build(1, classes), null, folder);
        String config = """
                {"model_config": {"class_name": "Functional", "config": {"name": "rehearsal", "layers": [
                    {"class_name": "InputLayer", "name": "input", "inbound_nodes": [],
                        "config": {"name": "input", "batch_input_shape": [null, 4]}},
                    {"class_name": "Dense", "name": "dense", "inbound_nodes": [[["input", 0, 0, {}]]],
                        "config": {"name": "dense", "units": 2, "use_bias": false}}],
                    "input_layers": [["input", 0, 0]], "output_layers": [["dense", 0, 0]]}}}
                """;
        MetaGraph graph = SavedModelFile.serving(folder);
        List<SavedObject> objects = List.of(
                new SavedObject(Map.of("dense", 1), "_tf_keras_model", config, ""),
                new SavedObject(Map.of("kernel", 2), "_tf_keras_layer", "", ""),
                new SavedObject(Map.of(), "", "", "dense/kernel"));
        MetaGraph layers = new MetaGraph(
                graph.tags(),
                graph.tensorflowVersion(),
                graph.graph(),
                graph.saver(),
                graph.signatures(),
                graph.assets(),
                objects);
        Files.write(
                folder.resolve(SavedModelFile.NAME),
                ProtoWriter.savedModel(layers).toByteArray());
    }

    /** What {@link MnistLab#network} does not have. */
    private static Model normalized() {
        FunctionalBuilder network = Model.functional();
        SymbolicTensor image = network.input(8, 8, 1);
        SymbolicTensor convolved =
                network.apply(Conv2D.of(2, 3).withPadding(Padding.SAME).withoutBias(), image);
        SymbolicTensor normal = network.apply(BatchNormalization.defaults(), convolved);
        SymbolicTensor relu = network.apply(new Activation(ActivationFunction.RELU), normal);
        SymbolicTensor depthwise = network.apply(DepthwiseConv2D.of(3), relu);
        SymbolicTensor again = network.apply(BatchNormalization.defaults(), depthwise);
        SymbolicTensor relu6 = network.apply(new Activation(ActivationFunction.RELU6), again);
        SymbolicTensor means = network.apply(new GlobalAveragePooling2D(), relu6);
        SymbolicTensor kept = network.apply(new Dropout(0.5f), means);
        SymbolicTensor classes = network.apply(Dense.of(2), kept);
        return network.build(1, classes);
    }

    private static String inFolder(Path folder, String name) {
        return folder.resolve(name).toString();
    }
}
