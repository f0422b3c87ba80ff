// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.ModelFormatException;
import io.espalier.model.Shape;
import io.espalier.model.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An HDF5 file read into memory: texts in attributes and float32 data sets, by path from the root.
 *
 * <p>In memory rather than mapped, so that a file that changes or shrinks meanwhile does no harm. Whatever the HDF5 library throws at a
 * damaged file becomes a {@link ModelFormatException}.
 */
final class HdfSource {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private final Path file;
    private final HdfFile hdf;

    private HdfSource(Path file, byte[] content) {
        this.file = file;
        this.hdf = guarded("its beginning", () -> HdfFile.fromBytes(content));
    }

    static HdfSource read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(file, "there is no such file; check the path");
        }
        if (Files.size(file) > Integer.MAX_VALUE - 8) {
            throw new ModelFormatException(file, "is larger than 2 GB; only smaller files are supported");
        }
        byte[] content = Files.readAllBytes(file);
        if (content.length == 0) {
            throw new ModelFormatException(file, "is empty; save the model again");
        }
        if (!Arrays.equals(content, 0, Math.min(content.length, SIGNATURE.length), SIGNATURE, 0, SIGNATURE.length)) {
            throw new ModelFormatException(
                    file, "is no HDF5 file; a Keras 2 model is expected, as model.save(\"model.h5\") saves it");
        }
        return new HdfSource(file, content);
    }

    Path file() {
        return file;
    }

    /** The text in an attribute of the root, if it is there. */
    Optional<String> text(String attribute) {
        return attribute("/", attribute).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw new ModelFormatException(file, "attribute '" + attribute + "' is no text; save the model again");
        });
    }

    /** The texts in an array attribute of a group; none where it is not there or empty. */
    List<String> texts(String group, String attribute) {
        Object value = attribute(group, attribute).orElseGet(() -> new String[0]);
        if (value instanceof String[] texts) {
            return List.of(texts);
        }
        throw new ModelFormatException(
                file, "attribute '" + attribute + "' of " + group + " is no list of texts; save the model again");
    }

    boolean contains(String path) {
        return node(path).isPresent();
    }

    /**
     * The values of a data set, if it is there.
     *
     * @throws ModelFormatException if they are not float32
     */
    Optional<Tensor> tensor(String path) {
        return node(path).map(node -> guarded(path, () -> tensor(path, node)));
    }

    private Tensor tensor(String path, Node node) {
        if (!(node instanceof Dataset dataset)) {
            throw new ModelFormatException(
                    file, path + " is a group where a data set is expected; save the model again");
        }
        Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
        if (dataset.getDataType().getSize() == Float.BYTES) {
            if (data instanceof float[] values) {
                return Tensor.of(Shape.of(dataset.getDimensions()), values);
            }
            if (data instanceof Float value) {
                return Tensor.of(Shape.of(), value);
            }
        }
        throw new ModelFormatException(
                file,
                path + " holds " + 8 * dataset.getDataType().getSize() + "-bit "
                        + dataset.getJavaType().getSimpleName() + " values; only float32 is supported");
    }

    // An empty array has no data in jhdf, nor has an attribute that is not there.
    private Optional<Object> attribute(String group, String name) {
        return node(group)
                .flatMap(node -> guarded(group + ", attribute '" + name + "'", () -> {
                    Attribute attribute = node.getAttribute(name);
                    return attribute == null ? Optional.empty() : Optional.ofNullable(attribute.getData());
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
        } catch (RuntimeException e) {
            throw new ModelFormatException(
                    file,
                    "is damaged or cut short: " + place + " cannot be read (" + e.getMessage()
                            + "); get the file again, or save the model again",
                    e);
        }
    }
}
