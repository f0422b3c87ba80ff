// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.schema.table;

/** Whether mirrored padding repeats the edge ({@code SYMMETRIC}) or not ({@code REFLECT}), in the order of the schema's values. */
public enum MirrorPadMode {
    REFLECT,
    SYMMETRIC
}
