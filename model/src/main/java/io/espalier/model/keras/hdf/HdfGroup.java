// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.hdf;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A group of an HDF5 file to be written: attributes, groups and float32 data sets, in the order they were put in. */
public final class HdfGroup {
    /** The value of an attribute. */
    sealed interface Attribute {
        /** One text of any length. */
        record Text(String value) implements Attribute {}

        /** An array of texts, which may be empty. */
        record Texts(List<String> values) implements Attribute {}
    }

    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final Map<String, HdfGroup> groups = new LinkedHashMap<>();
    private final Map<String, Tensor> datasets = new LinkedHashMap<>();

    public void put(String attribute, String value) {
        attributes.put(attribute, new Attribute.Text(value));
    }

    public void put(String attribute, List<String> values) {
        attributes.put(attribute, new Attribute.Texts(values));
    }

    /** The group at a path below this one, made where it is not there. A slash separates groups, as everywhere in HDF5. */
    public HdfGroup group(String path) {
        HdfGroup group = this;
        for (String name : path.split("/", -1)) {
            group.checkFree(name, group.datasets, path);
            group = group.groups.computeIfAbsent(name, newName -> new HdfGroup());
        }
        return group;
    }

    /** Puts a data set at a path below this group. */
    public void dataset(String path, Tensor values) {
        int end = path.lastIndexOf('/');
        HdfGroup parent = end < 0 ? this : group(path.substring(0, end));
        String name = path.substring(end + 1);
        parent.checkFree(name, parent.groups, path);
        if (parent.datasets.put(name, values) != null) {
            throw new ModelException("two weights would be stored at '" + path + "' of the file; rename a layer");
        }
    }

    Map<String, Attribute> attributes() {
        return attributes;
    }

    Map<String, HdfGroup> groups() {
        return groups;
    }

    Map<String, Tensor> datasets() {
        return datasets;
    }

    private void checkFree(String name, Map<String, ?> others, String path) {
        if (name.isEmpty() || name.equals(".") || others.containsKey(name)) {
            throw new ModelException("'" + path + "' cannot be a path in an HDF5 file; rename the layer");
        }
    }
}
