// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

/** The layout of the weights of a fully connected operator, in the order of the schema's values. */
public enum FullyConnectedWeightsFormat {
    DEFAULT,
    SHUFFLED4X16INT8
}
