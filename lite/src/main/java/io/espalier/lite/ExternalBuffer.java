// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

/**
 * A constant that lies in another file. Espalier carries the reference and does not open that file.
 *
 * @param id the number by which tensors name it, from 1
 * @param group the index of its file in the graph's list of groups
 * @param offset bytes from the start of that file
 * @param length bytes
 * @param packing how the bytes are packed; empty for plainly
 */
public record ExternalBuffer(long id, long group, long offset, long length, String packing) {}
