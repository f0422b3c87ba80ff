// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

import io.espalier.model.ModelFormatException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An HDF5 file read into memory: texts in attributes and data sets of float32 or float16, by path from the root.
 *
 * <p>In memory rather than mapped, so that a file that changes or shrinks meanwhile does no harm. Whatever the HDF5 library throws at a
 * damaged file becomes a {@link ModelFormatException}.
 */
public final class HdfSource implements TensorSource {
    /** The root of a file, as a group. */
    public static final String ROOT = "/";

    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    /** Nothing that is stored compressed by deflate becomes larger than this many times. */
    private static final long MOST_INFLATED = 1032;

    private final Path file;
    private final long length;
    private final HdfFile hdf;

    private HdfSource(Path file, byte[] content) {
        this.file = file;
        this.length = content.length;
        this.hdf = guarded("its beginning", () -> HdfFile.fromBytes(content));
    }

    public static HdfSource read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(file, "no such file; check the path");
        }
        if (Files.size(file) > Integer.MAX_VALUE - 8) {
            throw new ModelFormatException(file, "the file is larger than the supported 2 GB");
        }
        return of(file, Files.readAllBytes(file));
    }

    /** @param file what messages name, which has this content or has it within */
    public static HdfSource of(Path file, byte[] content) {
        if (content.length == 0) {
            throw new ModelFormatException(file, "the file is empty; save the model again");
        }
        if (!Arrays.equals(content, 0, Math.min(content.length, SIGNATURE.length), SIGNATURE, 0, SIGNATURE.length)) {
            throw new ModelFormatException(
                    file, "not an HDF5 file; expected a Keras model written by model.save(\"model.h5\")");
        }
        return new HdfSource(file, content);
    }

    @Override
    public Path file() {
        return file;
    }

    /** The text in an attribute of the root, if it is there. */
    public Optional<String> text(String attribute) {
        return text(ROOT, attribute);
    }

    /** The text in an attribute of a group, if both are there. */
    public Optional<String> text(String group, String attribute) {
        return attribute(group, attribute).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw new ModelFormatException(file, "attribute '" + attribute + "' is not text; save the model again");
        });
    }

    /**
     * The texts in an array attribute of a group; none where it is not there or empty. Keras splits a list that is too long for one
     * attribute: weight_names0, weight_names1, ...
     */
    public List<String> texts(String group, String attribute) {
        List<String> texts = new ArrayList<>(textsOf(group, attribute));
        for (int part = 0; ; part++) {
            List<String> more = textsOf(group, attribute + part);
            if (more.isEmpty()) {
                return texts;
            }
            texts.addAll(more);
        }
    }

    private List<String> textsOf(String group, String attribute) {
        Object value = attribute(group, attribute).orElseGet(() -> new String[0]);
        if (value instanceof String[] texts) {
            return List.of(texts);
        }
        throw new ModelFormatException(
                file, "attribute '" + attribute + "' of " + group + " is not a list of texts; save the model again");
    }

    public boolean contains(String path) {
        return node(path).isPresent();
    }

    /** The names of what a group holds; none where it is not there or no group. */
    public List<String> children(String path) {
        return node(path)
                .map(node -> guarded(
                        path,
                        () -> node instanceof Group group
                                ? List.copyOf(group.getChildren().keySet())
                                : List.<String>of()))
                .orElse(List.of());
    }

    /** The shape of a data set, if it is there. */
    public Optional<Shape> shape(String path) {
        return node(path).map(node -> guarded(path, () -> shape(dataset(path, node))));
    }

    /**
     * The values of a data set, if it is there; a number that stands alone may be of any type.
     *
     * @throws ModelFormatException if they are neither float32 nor float16
     */
    @Override
    public Optional<Tensor> tensor(String path) {
        return node(path).map(node -> guarded(path, () -> tensor(path, dataset(path, node))));
    }

    /** The values of a data set of int8 numbers, as floats; empty if it is not there, or holds others. */
    @Override
    public Optional<Tensor> int8(String path) {
        return node(path)
                .filter(Dataset.class::isInstance)
                .flatMap(node -> guarded(path, () -> int8(path, dataset(path, node))));
    }

    private Optional<Tensor> int8(String path, Dataset dataset) {
        checkSize(path, dataset);
        if (dataset.isScalar() || dataset.isEmpty() || !(dataset.getDataFlat() instanceof byte[] numbers)) {
            return Optional.empty();
        }
        float[] values = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            values[i] = numbers[i];
        }
        return Optional.of(Tensor.of(shape(dataset), values));
    }

    /** A number that stands alone in a data set, of whatever type, if it is there. */
    public Optional<Number> number(String path) {
        return node(path)
                .map(node -> guarded(path, () -> {
                    Dataset dataset = dataset(path, node);
                    if (dataset.isScalar() && dataset.getData() instanceof Number number) {
                        return number;
                    }
                    throw new ModelFormatException(file, path + " is not a single number; save the model again");
                }));
    }

    private Dataset dataset(String path, Node node) {
        if (node instanceof Dataset dataset) {
            return dataset;
        }
        throw new ModelFormatException(file, path + " is a group instead of a data set; save the model again");
    }

    private static Shape shape(Dataset dataset) {
        return dataset.isScalar() ? Shape.of() : Shape.of(dataset.getDimensions());
    }

    private void checkSize(String path, Dataset dataset) {
        if ((long) shape(dataset).elements() * dataset.getDataType().getSize() > MOST_INFLATED * length) {
            throw new ModelFormatException(
                    file,
                    "the file is damaged: " + path + " has shape " + shape(dataset)
                            + ", which is larger than the file; download the file again");
        }
    }

    private Tensor tensor(String path, Dataset dataset) {
        checkSize(path, dataset);
        Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
        // Of 16 or 32 bits.
        if (dataset.getDataType().getSize() <= Float.BYTES && data instanceof float[] values) {
            return Tensor.of(shape(dataset), values);
        }
        // Counters are whole numbers in Keras.
        if (data instanceof Number value) {
            return Tensor.of(Shape.of(), value.floatValue());
        }
        throw new ModelFormatException(
                file,
                path + " contains " + 8 * dataset.getDataType().getSize() + "-bit "
                        + dataset.getJavaType().getSimpleName() + " values; only float32 and float16 are supported");
    }

    // An empty array has no data in jhdf, nor has an attribute that is not there.
    private Optional<Object> attribute(String group, String name) {
        return node(group)
                .flatMap(node -> guarded(group + ", attribute '" + name + "'", () -> {
                    Attribute attribute = node.getAttribute(name);
                    return attribute == null
                            ? Optional.empty()
                            : HdfTexts.decoded(attribute, hdf.getHdfBackingStorage());
                }));
    }

    private Optional<Node> node(String path) {
        return guarded(path, () -> {
            Node node = hdf;
            for (String name : path.split("/")) {
                if (!name.isEmpty()) {
                    node = node instanceof Group group ? group.getChild(name) : null;
                }
            }
            return Optional.ofNullable(node);
        });
    }

    // At a damaged file jhdf throws whatever its parsing runs into, not its own exceptions alone.
    private <T> T guarded(String place, Supplier<T> access) {
        try {
            return access.get();
        } catch (ModelFormatException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new ModelFormatException(
                    file,
                    "the file is damaged or truncated: cannot read " + place + " (" + e.getMessage()
                            + "); download the file again, or save the model again",
                    e);
        }
    }
}
