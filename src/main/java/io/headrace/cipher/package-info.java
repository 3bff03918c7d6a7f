/**
 * Keys of persons, and the encryption of their values: who destroys the key of a person makes all values unreadable that were encrypted with it,
 * wherever they rest.
 *
 * <p>Envelopes: each person has a key of their own, drawn at random; it rests wrapped by the key of the lake, which rests wrapped by a key that is not in the
 * lake, in a file or a key management service ({@link io.headrace.cipher.KeyService}). AES-GCM and AES-SIV are Tink's.
 *
 * <pre>{@code
 * LakeKey lake = LakeKey.draw();
 * SubjectCipher cipher = SubjectCipher.meetingNewPersons(lake, WrappedKeys.NONE);
 * String rests = cipher.encrypted("customers.email", "customer_id", "12431", "a@example.org", id -> {});
 * String text = cipher.decrypted("customers.email", rests);      // a@example.org; null when the person's key was destroyed
 * }</pre>
 *
 * <p>May import: run. Pure.
 */
package io.headrace.cipher;
