/** The words of a database that is encrypted, and of one that is locked: a part of `text`. */
import type { SealReason } from './host'

const reasons: Record<SealReason, string> = {
  no_key: 'It is encrypted, and the system’s keychain doesn’t hold its key. The keychain was emptied or replaced, or the database came from another computer.',
  other_key: 'It is encrypted with another key than the one in the system’s keychain. The database or the keychain came from another computer or an older backup.',
  no_answer: 'It is encrypted, and the system’s keychain, which holds its key, can’t be asked.',
  damaged: 'It is encrypted, and the file is damaged. A copy of the data folder from a backup can be put back while TikTokFlow is closed.',
}

export const sealedText = {
  sealed: {
    title: 'The database is locked',
    reasons,
    keychain: (said: string) => `The keychain says: ${said}.`,
    untouched: 'Nothing was changed, and nothing is sent to your shop meanwhile.',
    inside: 'What lies in it',
    comesBack: 'Orders, buyers, products and stock: all of it comes again from TikTok Shop.',
    onlyHere: 'Edits that were not sent yet, notes, tags, counts, views and the history: they are nowhere else, and without the key in the keychain they can be read with the recovery code alone.',
    onlyHereDamaged: 'Edits that were not sent yet, notes, tags, counts, views and the history: they are nowhere else.',
    ways: 'Ways on',
    code: 'Recovery code',
    codeHint: '13 groups of 5 letters and figures. Small letters, spaces and dashes make no difference.',
    open: 'Open with this code',
    again: 'Try again',
    againHint: 'The keychain may have been locked, or a question of its own may be waiting behind this window.',
    stillLocked: 'It is still locked.',
    aside: 'Set it aside and begin anew…',
    asideHint: 'It stays as a file in the data folder, and its code still opens it.',
    asideHintDamaged: 'It stays as a file in the data folder.',
    asideTitle: 'Set the database aside?',
    asideRemoves: 'TikTokFlow begins with an empty database, and everything is fetched anew from TikTok Shop. Edits that were not sent yet are not made. Notes, tags, counts, views and the history are not shown.',
    asideKeeps: 'Kept: the locked database, as a file in the data folder, encrypted as it is. It is not deleted.',
    asideConfirm: 'Set aside and begin anew',
    opened: 'The database is open.',
  },
  opening: {
    title: 'Opening the database',
    body: 'If the system’s keychain asks for its password, type it there. A first start with encryption writes the whole database anew, once.',
  },
  cache: {
    name: 'Database',
    encrypted: 'Encrypted (AES-256), key in your keychain',
    encryptedNotKept: 'Encrypted (AES-256), key not in your keychain',
    atNextStart: 'The keychain answers now: the database is encrypted when TikTokFlow starts the next time.',
    code: 'Recovery code',
    codeHint: 'Opens the database where the keychain is lost. Without key and code, edits that were not sent yet, notes, tags, counts, views and the history are lost; shop data comes again from TikTok Shop. Write it down and keep it away from this computer: whoever has it and the file can read everything.',
    show: 'Show the recovery code',
    hide: 'Hide it',
    copy: 'Copy the recovery code',
  },
}
