import { defineMessages } from '../renderer/i18n/messages.ts';

/** What the main process says: menus and dialogs. */
export const mainMessages = defineMessages({
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    otherServer: 'Choose another server…',
    documentation: 'Documentation',
    checkForUpdates: 'Check for updates…',
    pageEnded: 'The window stopped working several times.',
    pageEndedDetail: 'Nothing on the server is lost. Show it again, or quit.',
    showAgain: 'Show again',
    quit: 'Quit',
    updateReady: (version: string) => `Marquee ${version} is ready.`,
    updateReadyDetail: 'It is installed when Marquee starts again.',
    restartNow: 'Restart now',
    later: 'Later',
    updateThere: (version: string) => `Marquee ${version} is there.`,
    updateThereDetail: 'Install it the way this version was installed.',
    openDownloads: 'Open downloads',
    upToDate: 'This is the newest version.',
    noAnswer: 'The address of new versions did not answer.',
  },
  de: {
    file: 'Datei',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    window: 'Fenster',
    help: 'Hilfe',
    otherServer: 'Anderen Server wählen …',
    documentation: 'Dokumentation',
    checkForUpdates: 'Nach Updates suchen …',
    pageEnded: 'Das Fenster ist mehrmals abgestürzt.',
    pageEndedDetail: 'Auf dem Server ist nichts verloren. Zeigen Sie es erneut an, oder beenden Sie Marquee.',
    showAgain: 'Erneut anzeigen',
    quit: 'Beenden',
    updateReady: (version: string) => `Marquee ${version} ist bereit.`,
    updateReadyDetail: 'Es wird beim nächsten Start installiert.',
    restartNow: 'Jetzt neu starten',
    later: 'Später',
    updateThere: (version: string) => `Marquee ${version} ist da.`,
    updateThereDetail: 'Installieren Sie es so, wie diese Version installiert wurde.',
    openDownloads: 'Downloads öffnen',
    upToDate: 'Das ist die neueste Version.',
    noAnswer: 'Die Adresse für neue Versionen hat nicht geantwortet.',
  },
});

/** The texts in one language. */
export type MainTexts = (typeof mainMessages)['en'] | (typeof mainMessages)['de'];
