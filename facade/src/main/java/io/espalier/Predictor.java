// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import io.espalier.base.Scaling;
import io.espalier.data.array.NumericArray;
import io.espalier.data.image.ImageFolder;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A model that is run again and again, in the TFLite runtime, on one example at a time. It takes and gives real numbers, whatever the types of the model's
 * tensors: numbers for an int8 input are quantized, and answers are dequantized.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.open(Path.of("int8.tflite"))) {
 *     float[] answer = predictor.predict(input);
 * }
 * }</pre>
 *
 * <p>Safe for several threads, which do not wait for each other: as many interpreters are opened as there are threads that predict at once, and are kept until
 * {@link #close()}. A model that keeps state from one run to the next is started anew with each call.
 */
public final class Predictor implements AutoCloseable {
    private final TfliteModel model;
    private final ModelInputs shapes;
    private final List<String> labels;
    private final Queue<Interpreter> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private Predictor(TfliteModel model, ModelInputs shapes, List<String> labels) {
        this.model = model;
        this.shapes = shapes;
        this.labels = labels;
    }

    /**
     * Opens a model: a .tflite file as it is, any other as {@link Espalier#convert} would write it.
     *
     * @throws io.espalier.model.ModelFormatException if it is damaged, or of no format that Espalier reads
     * @throws InterpreterException if the runtime refuses it
     * @throws IOException if it cannot be read
     */
    public static Predictor open(Path model) throws IOException {
        try (ModelFile file = ModelFile.open(model)) {
            TfliteModel runnable = file.runnable();
            ModelInputs shapes = ModelInputs.of(runnable.graph(), ModelInputs.preprocessing(file.origin()));
            Predictor predictor = new Predictor(runnable, shapes, ClassLabels.of(runnable.graph()));
            predictor.give(predictor.take()); // what the runtime refuses, it refuses now
            return predictor;
        }
    }

    /** The inputs in the model's order, with shapes for one example. */
    public List<TensorInfo> inputs() {
        Interpreter interpreter = take();
        try {
            return interpreter.inputs();
        } finally {
            give(interpreter);
        }
    }

    /** The outputs in the model's order, with shapes for one example. */
    public List<TensorInfo> outputs() {
        Interpreter interpreter = take();
        try {
            return interpreter.outputs();
        } finally {
            give(interpreter);
        }
    }

    /** The labels of the classes that the model's metadata hold, by class number; empty if there are none. */
    public List<String> labels() {
        return labels;
    }

    /**
     * Runs a model of one input and one output.
     *
     * @param input the numbers of one example in the order of the input's shape, last dimension first to change; scaled as in training
     * @return the output for that example; a copy
     * @throws IllegalArgumentException if the number of numbers is not that of the input, or a model of plain integers gets fractions
     * @throws InterpreterException if the model has several inputs or outputs, or a run fails
     * @throws IllegalStateException if the predictor is closed
     */
    public float[] predict(float... input) {
        if (model.graph().main().inputs().size() != 1
                || model.graph().main().outputs().size() != 1) {
            throw new InterpreterException(model.name() + ": has the inputs " + inputs() + " and the outputs "
                    + outputs() + "; give a list of arrays, one for each input");
        }
        return predict(List.of(input)).get(0);
    }

    /**
     * Runs a model of any number of inputs and outputs.
     *
     * @param inputs one array for each input, in the order of {@link #inputs()}
     * @return one array for each output, in the order of {@link #outputs()}
     * @throws IllegalArgumentException as {@link #predict(float...)}, or if there are too many or too few arrays
     * @throws InterpreterException if a run fails
     * @throws IllegalStateException if the predictor is closed
     */
    public List<float[]> predict(List<float[]> inputs) {
        Interpreter interpreter = take();
        try {
            List<TensorInfo> wanted = interpreter.inputs();
            if (wanted.size() != inputs.size()) {
                throw new IllegalArgumentException(
                        model.name() + ": takes " + wanted.size() + " inputs, not " + inputs.size() + ": " + wanted);
            }
            for (TensorInfo input : wanted) {
                ByteBuffer stored = TensorNumbers.store(model.name(), input, inputs.get(input.index()));
                interpreter.writeInput(input.index(), stored);
            }
            interpreter.runAnew();
            return interpreter.outputs().stream()
                    .map(output -> read(interpreter, output))
                    .toList();
        } finally {
            give(interpreter);
        }
    }

    private float[] read(Interpreter interpreter, TensorInfo output) {
        ByteBuffer stored = TensorNumbers.room(output);
        interpreter.readOutput(output.index(), stored);
        return TensorNumbers.real(model.name(), output, stored.flip());
    }

    /**
     * Runs a model of one input on an image: decodes it, resizes it to the input as the images of a folder are, and scales it as the model's file records,
     * else to 0..1.
     *
     * @param file the bytes of a JPEG or PNG file, such as an upload
     * @return the only output; of a classifier a number for each class
     * @throws io.espalier.data.DataFormatException if the image is damaged, too large, or of another kind
     * @throws InterpreterException if the model takes no images, or has several outputs
     * @throws IllegalStateException if the predictor is closed
     */
    public float[] predictImage(byte[] file) {
        if (!shapes.takesImages()) {
            throw new InterpreterException(
                    model.name() + ": takes no images of one or three channels, but " + inputs());
        }
        NumericArray pixels = ImageFolder.decode("the image", file, shapes.images());
        Scaling scaling = shapes.preprocessing().scaling();
        ByteBuffer bytes = pixels.row(0);
        float[] input = new float[bytes.remaining()];
        for (int i = 0; i < input.length; i++) {
            input[i] = scaling.apply(Byte.toUnsignedInt(bytes.get()));
        }
        return predict(input);
    }

    private Interpreter take() {
        if (closed) {
            throw new IllegalStateException(model.name() + ": the predictor is closed");
        }
        Interpreter kept = idle.poll();
        return kept == null ? Interpreter.open(model, InterpreterOptions.DEFAULTS) : kept;
    }

    private void give(Interpreter interpreter) {
        idle.add(interpreter);
        if (closed) {
            close();
        }
    }

    /** Frees the native memory; that of a run that another thread is in, once it ends. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
        for (Interpreter kept = idle.poll(); kept != null; kept = idle.poll()) {
            kept.close();
        }
    }
}
