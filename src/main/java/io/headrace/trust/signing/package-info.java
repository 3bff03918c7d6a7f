/**
 * Signatures of folders in the format of OpenSSF Model Signing 1.0, by a key and without any service.
 *
 * <p>The reference tool {@code model_signing} verifies what is signed here, and the reverse.
 *
 * <pre>{@code
 * ModelSignature.write(folder, folder.resolve("model.sig"), SigningKey.read(Path.of("keys/ada")));
 * SignedModel model = ModelSignature.verify(folder, folder.resolve("model.sig"), KeyRing.read(Path.of("conf/keys")));
 * // model.signer() is "ada"; a folder that is not as signed is refused, with each file
 * }</pre>
 *
 * <p>May import: run, trust. Pure.
 */
package io.headrace.trust.signing;
